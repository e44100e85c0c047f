import { asRunId, type RunId } from './ids.ts';

/** One key for each start of backend work: the backend never starts the same key twice. */
export function idempotencyKey(run: { runId: RunId; attempt: number }): string {
  return `${run.runId}-${run.attempt}`;
}

const UNCONFIRMED = 'action-desk:';

/**
 * The continuation token of a run whose start no backend has confirmed yet. It carries the idempotency key, so that an
 * agent with an empty ledger goes on under the same key.
 */
export function unconfirmedToken(run: { runId: RunId; attempt: number }): string {
  return UNCONFIRMED + idempotencyKey(run);
}

/** What a job's continuation token says of the work; `started` carries the backend's own id. */
export type TokenMeaning =
  | { kind: 'fresh' }
  | { kind: 'started'; externalExecutionId: string }
  | { kind: 'unconfirmed'; runId: RunId; attempt: number };

export function readToken(token: string | null): TokenMeaning {
  if (token === null || token === '') return { kind: 'fresh' };
  const key = token.startsWith(UNCONFIRMED) ? /^(.+)-(\d+)$/.exec(token.slice(UNCONFIRMED.length)) : null;
  if (key?.[1] && key[2]) return { kind: 'unconfirmed', runId: asRunId(key[1]), attempt: Number(key[2]) };
  return { kind: 'started', externalExecutionId: token };
}

/**
 * The token with which a progress report by hand carries the run on: the work's id where there is one, else what its last job
 * came with. After work was restarted that names the attempt before, which was cancelled: then the new attempt's own.
 */
export function carriedToken(
  run: { runId: RunId; attempt: number; continuationToken: string | null },
  externalExecutionId: string | null,
): string {
  const meaning = readToken(run.continuationToken);
  const attempt = meaning.kind === 'unconfirmed' ? meaning.attempt : 1;
  const ofThisAttempt = attempt === run.attempt ? run.continuationToken : null;
  return externalExecutionId ?? ofThisAttempt ?? unconfirmedToken(run);
}
