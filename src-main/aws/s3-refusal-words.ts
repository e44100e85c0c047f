/** What a refusal says in its words; null where it does not. */
export interface RefusalWords {
  principal: string | null;
  /** As IAM writes it: `s3:GetObject`, `kms:Decrypt`. */
  action: string | null;
  resource: string | null;
  /** `no session policy allows the s3:GetObject action`, `with an explicit deny in a resource-based policy`. */
  because: string | null;
  kmsKey: string | null;
}

/**
 * Source: "Troubleshoot access denied (403 Forbidden) errors in Amazon S3": messages within one account name principal, action,
 * resource and the kind of policy; those across accounts say `Access Denied` and nothing else.
 */
export function readRefusal(message: string): RefusalWords {
  const found =
    /User: (\S+) is not authorized to perform: (\S+)(?: on resource: "?([^"\s]+)"?)?(?: (because .*|with an explicit deny.*))?/s.exec(
      message,
    );
  const [, principal = null, action = null, resource = null, because = null] = found ?? [];
  const kmsKey = /arn:aws[a-z-]*:kms:[^\s"',]+/.exec(message)?.[0] ?? null;
  return {
    principal,
    action,
    resource,
    because: because?.replace(/^because /, '').trim() ?? null,
    kmsKey,
  };
}
