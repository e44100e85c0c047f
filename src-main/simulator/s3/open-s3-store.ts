import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { diskBlobs, memoryBlobs } from './blobs.ts';
import type { Bucket } from './bucket.ts';
import { noJournal, readJournal, startJournal } from './journal.ts';
import { applyRecord, recordsOf } from './records.ts';
import type { S3Store } from './store.ts';

/** Where the objects of an account are kept. */
export interface S3StoreOptions {
  /** Null: in memory, until the process ends. Only one store at a time may have a folder open. */
  readonly folder: string | null;
  /** Throws away what the folder holds. */
  readonly startsEmpty?: boolean;
  /** Twelve digits; shows in the ARN of the account's own encryption key. */
  readonly accountId?: string;
}

/**
 * Opens a store, with everything the folder held when its last process ended, however that came about. Bodies
 * stay on disk and are read when asked for. Throws Node's errors of the file system, and for an index that is
 * damaged elsewhere than in its last line.
 */
export function openS3Store({
  folder,
  startsEmpty = false,
  accountId = '123456789012',
}: S3StoreOptions): S3Store {
  const buckets = new Map<string, Bucket>();
  if (folder === null) return { accountId, buckets, blobs: memoryBlobs(), journal: noJournal };

  if (startsEmpty) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const blobs = diskBlobs(join(folder, 'objects'));
  const path = join(folder, 'index.jsonl');
  for (const record of readJournal(path).flat()) applyRecord({ buckets, blobs }, record);
  blobs.sweep();
  return { accountId, buckets, blobs, journal: startJournal(path, recordsOf(buckets)) };
}

/** Ends a store's hold on its folder. Nothing is lost without it. */
export function closeS3Store(store: S3Store): void {
  store.journal.close();
}
