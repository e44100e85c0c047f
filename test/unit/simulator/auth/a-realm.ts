import { createSecretKey } from 'node:crypto';
import type { AuthRealm } from '#main/simulator/auth/authenticate.ts';
import { AuthRefusal } from '#main/simulator/auth/auth-problem.ts';
import type { AuthProblem } from '#main/simulator/auth/auth-problem.ts';
import type { WireRequest } from '#main/simulator/wire.ts';

/** The credentials of the examples in AWS's documentation. */
export const example = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** The moment at which those examples were signed. */
export const exampleTime = Date.UTC(2013, 4, 24);

/** A realm that knows the example's key, at the example's time, and lets no guests in. */
export function aRealm(changes: Partial<AuthRealm> = {}): AuthRealm {
  return {
    known: new Map([[example.accessKeyId, { ...example, sessionToken: null, expiresAt: null }]]),
    guests: false,
    sealingKey: createSecretKey(Buffer.from('a sealing key')),
    now: exampleTime,
    wallNow: exampleTime,
    skippedSince: () => 0,
    isRegion: (name) => name === 'us-east-1',
    ...changes,
  };
}

/** A request as it comes off the wire. `url` is path and query. */
export function aRequest(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): WireRequest {
  const [path = '/', query = ''] = url.split('?');
  return { method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body) };
}

/** What a refusal is about; throws where there was none. */
export function problemOf(act: () => unknown): AuthProblem {
  try {
    act();
  } catch (error) {
    if (error instanceof AuthRefusal) return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
}
