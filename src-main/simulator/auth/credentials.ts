import { ControlInputError } from '../control/fields.ts';

/** Long-term or temporary credentials that somebody registered. Plain data, so that it can be kept on disk. */
export interface KnownCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Null for long-term credentials, which are used without one. */
  readonly sessionToken: string | null;
  /** Epoch milliseconds of the simulated clock; null: for ever. */
  readonly expiresAt: number | null;
}

/** By access key id. Keys that are not in it may be let in as guests. */
export type KnownKeys = Map<string, KnownCredentials>;

/** Credentials as they are asked for; without a life they last as long as the simulation. */
export interface CredentialOrder {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiresInSeconds?: number | undefined;
}

/**
 * Makes credentials known from now on (`now`: simulated epoch milliseconds), in place of those with the same
 * access key id. Throws ControlInputError for what could not stand in an Authorization header.
 */
export function registerCredentials(known: KnownKeys, order: CredentialOrder, now: number): KnownCredentials {
  const { accessKeyId, secretAccessKey, sessionToken = null, expiresInSeconds } = order;
  if (!/^\w{1,128}$/.test(accessKeyId)) {
    throw new ControlInputError('accessKeyId', '1 to 128 letters, digits or underscores');
  }
  if (sessionToken !== null && !/^[\x21-\x7e]{1,8192}$/.test(sessionToken)) {
    throw new ControlInputError('sessionToken', '1 to 8192 visible ASCII characters without blanks');
  }
  const expiresAt = expiresInSeconds === undefined ? null : now + expiresInSeconds * 1000;
  const credentials = { accessKeyId, secretAccessKey, sessionToken, expiresAt };
  known.set(accessKeyId, credentials);
  return credentials;
}
