import type SqliteConnection from 'better-sqlite3';
import { toStoreError } from './store-error.ts';

/** Runs a piece of writing in a transaction; the promise settles after the commit. */
export type GroupCommit = <T>(work: () => T) => Promise<T>;

interface Waiting {
  run: () => void;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Writes that are asked for in the same turn of the event loop share one commit, and so one flush to the disk, which costs
 * more than all of their statements. Each is a savepoint of its own: one that throws is rolled back alone. What breaks the
 * commit itself (a full disk) rejects all of them, with nothing written.
 */
export function createGroupCommit(raw: SqliteConnection.Database): GroupCommit {
  let waiting: Waiting[] = [];
  const single = raw.transaction((run: () => void) => run());
  const together = raw.transaction((group: readonly Waiting[]) => {
    const refused: { item: Waiting; error: Error }[] = [];
    for (const item of group) {
      try {
        single(item.run);
      } catch (thrown) {
        // SQLite gives up the whole transaction on some errors: then nobody's writing is there any more.
        if (!raw.inTransaction) throw thrown;
        refused.push({ item, error: toStoreError(thrown) });
      }
    }
    return refused;
  });

  function commit(): void {
    const group = waiting;
    waiting = [];
    try {
      const refused = new Map(together.immediate(group).map(({ item, error }) => [item, error]));
      for (const item of group) {
        const error = refused.get(item);
        if (error) item.reject(error);
        else item.resolve();
      }
    } catch (thrown) {
      const error = toStoreError(thrown);
      for (const item of group) item.reject(error);
    }
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      let answer: T;
      waiting.push({ run: () => (answer = work()), resolve: () => resolve(answer), reject });
      if (waiting.length === 1) setImmediate(commit);
    });
}
