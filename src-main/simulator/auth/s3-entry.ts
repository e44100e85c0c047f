import type { WireRequest } from '../wire.ts';
import { actOutside } from './artifact-gate.ts';
import { authenticate } from './authenticate.ts';
import type { AuthRealm, Identity } from './authenticate.ts';
import { AuthRefusal } from './auth-problem.ts';
import { callerOf } from './caller.ts';
import { authenticateQueryV2, isQueryV2 } from './query-v2.ts';
import { denied, s3Refusal } from './s3-refusal.ts';

/** What S3 knows that the gate needs. */
export interface S3Facts {
  readonly accountId: string;
  /** The region of a bucket; null where there is no such bucket. */
  regionOf(bucket: string): string | null;
  /** The keys that a DeleteObjects asks for. May throw S3Error. */
  deletedKeys(): readonly string[];
}

/**
 * Lets a request into S3 or throws S3Error: signature first, then what job credentials allow. A bucket answers
 * only to signatures of its own region, except to questions where it is and who has its name.
 */
export function enterS3(request: WireRequest, realm: AuthRealm, facts: S3Facts): Identity {
  let identity: Identity;
  try {
    const region = expectedRegion(request, facts);
    identity = isQueryV2(request)
      ? authenticateQueryV2(request, realm, region ?? 'us-east-1')
      : authenticate(request, 's3', realm, region);
  } catch (error) {
    throw error instanceof AuthRefusal ? s3Refusal(error.problem) : error;
  }
  if (identity.jobScopes === null) return identity;
  const outside = actOutside(request, identity.jobScopes, () => facts.deletedKeys());
  if (outside === null) return identity;
  const { action, resource } = outside;
  const { arn } = callerOf(identity, facts.accountId);
  throw denied(
    `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" because no session policy allows the ${action} action`,
  );
}

function expectedRegion({ method, path, query }: WireRequest, facts: S3Facts): string | null {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const isAboutName = key === '' && (query.has('location') || (method === 'PUT' && query.size === 0));
  return bucket === '' || isAboutName ? null : facts.regionOf(bucket);
}
