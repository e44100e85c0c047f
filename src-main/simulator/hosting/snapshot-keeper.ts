import type { KeptState } from './kept-state.ts';
import { writeSnapshot } from './snapshot-file.ts';

/** Writes snapshots a while after changes, one at a time. */
export interface SnapshotKeeper {
  /** Something may have changed: there will be a snapshot of it within about a second. */
  touched(): void;
  /** Resolves once the present state is on disk. Rejects with Node's error of the file system. */
  save(): Promise<void>;
  /** Saves for the last time. */
  close(): Promise<void>;
}

const pauseMs = 1000;

/**
 * Keeps a file up to date with `stateNow`. The pause grows with what a snapshot takes, so that a huge world is not
 * written all the time. A failure in the background goes to `onFailure`; the next change tries again.
 */
export function keepSnapshots(
  path: string,
  stateNow: () => KeptState,
  onFailure: (error: unknown) => void,
): SnapshotKeeper {
  let timer: NodeJS.Timeout | null = null;
  let lastTookMs = 0;
  let writing: Promise<void> = Promise.resolve();

  const save = (): Promise<void> => {
    const written = writing.then(async () => {
      const began = performance.now();
      await writeSnapshot(path, stateNow());
      lastTookMs = performance.now() - began;
    });
    writing = written.catch(() => undefined);
    return written;
  };
  const cancel = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  return {
    touched() {
      timer ??= setTimeout(
        () => {
          timer = null;
          save().catch(onFailure);
        },
        Math.max(pauseMs, 20 * lastTookMs),
      ).unref();
    },
    save,
    async close() {
      cancel();
      await save();
    },
  };
}
