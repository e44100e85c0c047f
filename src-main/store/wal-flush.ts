import { open, type FileHandle } from 'node:fs/promises';

/** Brings the write-ahead log to the disk. */
export interface WalFlush {
  /** Resolves when everything that was committed before the call survives a power cut. */
  flush(): Promise<void>;
  close(): void;
}

/**
 * With `synchronous=NORMAL` SQLite leaves the log's flush to the operating system; `FULL` flushes within each commit and
 * holds up the event loop for it. Here the same flush is made by one of Node's own threads, before a write is told done.
 * Source: "Durability" under WAL mode, sqlite.org/pragma.html#pragma_synchronous.
 */
export function createWalFlush(databaseFile: string): WalFlush {
  let log: Promise<FileHandle> | null = null;
  return {
    async flush() {
      log ??= open(`${databaseFile}-wal`, 'r+');
      const handle = await log.catch((error: unknown) => {
        // Opened anew next time: the write that waits for it is refused, not lost in silence.
        log = null;
        throw error;
      });
      await handle.datasync();
    },
    close() {
      void log?.then((handle) => handle.close()).catch(() => undefined);
      log = null;
    },
  };
}
