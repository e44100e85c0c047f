import { ActionDeskError } from '#shared/domain/errors.ts';

const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;
const WORTH_ANOTHER_TRY = /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|NOMEM)/;

const SENTENCES: readonly [RegExp, string][] = [
  [/^SQLITE_FULL/, 'The disk is full: nothing was written.'],
  [/^SQLITE_BUSY/, 'The ledger is locked by another program: nothing was written.'],
  [/^SQLITE_READONLY/, 'The ledger cannot be written: the disk or the file is read-only.'],
  [/^SQLITE_IOERR/, 'The disk reported an error: nothing was written.'],
  [DAMAGED, 'The ledger file is damaged.'],
];

/**
 * SQLite's error codes in our words: damage is `store-damaged`, everything else `internal`, retryable where space, a lock
 * or a disk may come back. Source: Result and Error Codes, sqlite.org. Other errors pass unchanged.
 */
export function toStoreError(thrown: unknown): Error {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!(thrown instanceof Error)) return new ActionDeskError('internal', String(thrown), { cause: thrown });
  if (thrown instanceof ActionDeskError || !code.startsWith('SQLITE_')) return thrown;
  const sentence = SENTENCES.find(([pattern]) => pattern.test(code))?.[1];
  const message = sentence ?? `The ledger refused a write (${code}).`;
  if (DAMAGED.test(code)) return new ActionDeskError('store-damaged', message, { cause: thrown });
  return new ActionDeskError('internal', message, {
    retryable: WORTH_ANOTHER_TRY.test(code),
    cause: thrown,
  });
}

/** Whether the file itself is broken: as SQLite found it, or as a probe did. A newer schema is no damage. */
export function isDamage(thrown: unknown): boolean {
  const cause = thrown instanceof ActionDeskError ? thrown.cause : thrown;
  return cause instanceof Error && 'code' in cause && DAMAGED.test(String(cause.code));
}

/** Damage that SQLite did not report by itself; `what` says where. */
export function damageFound(what: string): ActionDeskError {
  const cause = Object.assign(new Error(what), { code: 'SQLITE_CORRUPT' });
  return new ActionDeskError('store-damaged', `The ledger file is damaged (${what}).`, { cause });
}
