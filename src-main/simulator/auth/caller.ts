import type { Identity } from './authenticate.ts';

/**
 * The principal of an identity as IAM would name it: a user for a key (registered or not), an assumed role for
 * job credentials. Stable for a key. What cannot stand in a name of IAM becomes an underscore.
 */
export function callerOf(
  { accessKeyId, jobScopes }: Pick<Identity, 'accessKeyId' | 'jobScopes'>,
  accountId: string,
): { arn: string; accountId: string } {
  const name = accessKeyId.replace(/[^\w+=,.@-]/g, '_').slice(0, 128);
  const arn =
    jobScopes === null
      ? `arn:aws:iam::${accountId}:user/${name}`
      : `arn:aws:sts::${accountId}:assumed-role/codepipeline-job/${name}`;
  return { arn, accountId };
}
