import type { AuthRealm } from './authenticate.ts';
import { AuthRefusal } from './auth-problem.ts';
import { openJobCredentials } from './job-credentials.ts';
import type { JobScope } from './job-credentials.ts';

/** What is known of a key: its secret (null for a guest) and, for a job's, what it is good for. */
export interface FoundKey {
  readonly secret: string | null;
  readonly jobScopes: readonly JobScope[] | null;
}

/** Finds the credentials that a request claims. Throws AuthRefusal for those that are unknown or over. */
export function lookUp(accessKeyId: string, sessionToken: string | null, realm: AuthRealm): FoundKey {
  const known = realm.known.get(accessKeyId);
  if (sessionToken === null) {
    if (known?.sessionToken === null) {
      if (isOver(known.expiresAt, realm)) throw new AuthRefusal({ kind: 'expired-token', sessionToken: '' });
      return { secret: known.secretAccessKey, jobScopes: null };
    }
    const isGuest = realm.guests && known === undefined && !accessKeyId.startsWith('ASIA');
    if (!isGuest) throw new AuthRefusal({ kind: 'unknown-key', accessKeyId });
    return { secret: null, jobScopes: null };
  }
  const isKnown = known !== undefined && known.sessionToken === sessionToken;
  const job = isKnown ? null : openJobCredentials(realm.sealingKey, sessionToken);
  const found = isKnown ? known : job;
  if (found?.accessKeyId !== accessKeyId) throw new AuthRefusal({ kind: 'invalid-token', sessionToken });
  if (isOver(found.expiresAt, realm)) throw new AuthRefusal({ kind: 'expired-token', sessionToken });
  return { secret: found.secretAccessKey, jobScopes: job?.scopes ?? null };
}

function isOver(expiresAt: number | null, { now }: AuthRealm): boolean {
  return expiresAt !== null && now >= expiresAt;
}
