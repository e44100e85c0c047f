import type SqliteConnection from 'better-sqlite3';
import { toStoreError } from './store-error.ts';

/** Runs a piece of writing in a transaction; the promise settles once it is on the disk. */
export type GroupCommit = <T>(work: () => T) => Promise<T>;

interface Waiting {
  run: () => void;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Writes that are asked for while the last ones are on their way to the disk share one commit and one flush; a flush costs
 * more than all of their statements. Each write is a savepoint of its own: one that throws is rolled back alone. What breaks
 * the commit or the flush (a full disk) rejects all of the group.
 *
 * @param flush resolves when everything committed so far is on the disk; runs beside the event loop.
 */
export function createGroupCommit(raw: SqliteConnection.Database, flush: () => Promise<void>): GroupCommit {
  let waiting: Waiting[] = [];
  let busy = false;
  const single = raw.transaction((run: () => void) => run());
  const together = raw.transaction((group: readonly Waiting[]) => {
    const refused = new Map<Waiting, Error>();
    for (const item of group) {
      try {
        single(item.run);
      } catch (thrown) {
        // SQLite gives up the whole transaction on some errors: then nobody's writing is there any more.
        if (!raw.inTransaction) throw thrown;
        refused.set(item, toStoreError(thrown));
      }
    }
    return refused;
  });

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const refused = together.immediate(group);
      await flush();
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

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await commitGroup(group);
    }
    busy = false;
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      let answer: T;
      waiting.push({ run: () => (answer = work()), resolve: () => resolve(answer), reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void commitAll());
    });
}
