import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { StoreRecord } from './records.ts';

/** Where changes are written down before they are made. */
export interface Journal {
  /** Writes records that belong together: after a crash all of them are there, or none. */
  append(records: readonly StoreRecord[]): void;
  close(): void;
}

/** For a store that lives in memory only. */
export const noJournal: Journal = { append: () => undefined, close: () => undefined };

/**
 * The records of a journal, oldest first, in the groups in which they were written. A last line that a crash has
 * torn is left out; any other line that cannot be read throws, with its number.
 */
export function readJournal(path: string): StoreRecord[][] {
  if (!existsSync(path)) return [];
  const groups: StoreRecord[][] = [];
  const bytes = readFileSync(path);
  for (let at = 0, end = bytes.indexOf(10); end >= 0; at = end + 1, end = bytes.indexOf(10, at)) {
    try {
      groups.push(JSON.parse(bytes.toString('utf8', at, end)) as StoreRecord[]);
    } catch (cause) {
      throw new Error(`${path}: line ${groups.length + 1} cannot be read`, { cause });
    }
  }
  return groups;
}

/**
 * Writes a journal anew with what is left of its history and goes on behind it. The old one stays until the new
 * one is whole. Lines survive the end of the process, not the loss of power.
 */
export function startJournal(path: string, content: Iterable<StoreRecord>): Journal {
  const unfinished = `${path}.new`;
  const file = openSync(unfinished, 'w');
  const append = (records: readonly StoreRecord[]) => writeWhole(file, `${JSON.stringify(records)}\n`);
  let batch: StoreRecord[] = [];
  for (const record of content) {
    if (batch.push(record) < 500) continue;
    append(batch);
    batch = [];
  }
  if (batch.length > 0) append(batch);
  renameSync(unfinished, path);
  return { append, close: () => closeSync(file) };
}

// A short write without an error does happen, on a nearly full disk.
function writeWhole(file: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
