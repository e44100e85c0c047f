import type SqliteConnection from 'better-sqlite3';
import { toStoreError } from './store-error.ts';

/** Runs a piece of writing in a transaction; the promise settles once it is on the disk. */
export type GroupCommit = <T>(work: () => T) => Promise<T>;

interface Waiting {
  run: () => void;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** A transaction takes up no further write after this long: the event loop has other callers. */
const LONGEST_TRANSACTION_MS = 10;

/** Writes told done in one turn of the event loop; each lets its caller go on with a call to a service, about 1 ms. */
const TOLD_AT_ONCE = 20;

/**
 * Writes that are asked for while the last ones are on their way to the disk share one commit and one flush; a flush costs
 * more than all of their statements. Each write is a savepoint of its own: one that throws is rolled back alone. What breaks
 * the commit or the flush (a full disk) rejects all of the group. However many wait, the event loop is not held up: what does
 * not fit into one transaction makes the next group, and callers go on a few at a time.
 *
 * @param flush resolves when everything committed so far is on the disk; runs beside the event loop.
 */
export function createGroupCommit(raw: SqliteConnection.Database, flush: () => Promise<void>): GroupCommit {
  let waiting: Waiting[] = [];
  let busy = false;
  const single = raw.transaction((run: () => void) => run());
  /** Carries out as much of the group as its time allows; answers how many, and the errors of those that were rolled back. */
  const together = raw.transaction((group: readonly Waiting[]) => {
    const refused = new Map<Waiting, Error>();
    const end = performance.now() + LONGEST_TRANSACTION_MS;
    let done = 0;
    for (const item of group) {
      if (done > 0 && performance.now() >= end) break;
      done += 1;
      try {
        single(item.run);
      } catch (thrown) {
        // SQLite gives up the whole transaction on some errors: then nobody's writing is there any more.
        if (!raw.inTransaction) throw thrown;
        refused.set(item, toStoreError(thrown));
      }
    }
    return { done, refused };
  });

  async function tell(group: readonly Waiting[], refused: ReadonlyMap<Waiting, Error>): Promise<void> {
    for (const [at, item] of group.entries()) {
      if (at > 0 && at % TOLD_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      const error = refused.get(item);
      if (error) item.reject(error);
      else item.resolve();
    }
  }

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      let group = waiting;
      waiting = [];
      try {
        const { done, refused } = together.immediate(group);
        waiting = group.slice(done);
        group = group.slice(0, done);
        await flush();
        await tell(group, refused);
      } catch (thrown) {
        const error = toStoreError(thrown);
        for (const item of group) item.reject(error);
      }
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
