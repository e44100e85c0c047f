import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { KeptState } from './kept-state.ts';

/*
 * A snapshot on disk: a line that names format and version, a line with the SHA-256 of the rest, and the state as
 * structured clone writes it (Maps, Sets and shared parts included). It is replaced as a whole, so a process that
 * is killed leaves the last complete one.
 */
const title = 'action-desk-simulator world 1';

/** What a snapshot file holds. `damaged` comes with a sentence that says what is wrong with it. */
export type ReadSnapshot =
  | { readonly found: 'nothing' }
  | { readonly found: 'state'; readonly state: KeptState }
  | { readonly found: 'damaged'; readonly problem: string };

/** Reads a snapshot; only errors of the file system are thrown, and never that it is not there. */
export async function readSnapshot(path: string): Promise<ReadSnapshot> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return { found: 'nothing' };
  const [first, second] = [bytes.indexOf('\n'), bytes.indexOf('\n', bytes.indexOf('\n') + 1)];
  if (first < 0 || second < 0) return { found: 'damaged', problem: 'it is cut short' };
  const [name, digest] = [bytes.toString('latin1', 0, first), bytes.toString('latin1', first + 1, second)];
  if (name !== title) return { found: 'damaged', problem: 'it was not written by this version' };
  const body = bytes.subarray(second + 1);
  if (digestOf(body) !== digest) return { found: 'damaged', problem: 'its checksum does not match' };
  return { found: 'state', state: deserialize(body) as KeptState };
}

/** Writes a snapshot and lets it take the place of the last one once it is safely on the disk. */
export async function writeSnapshot(path: string, state: KeptState): Promise<void> {
  // At once and as a whole: the state must not change between its first byte and its last.
  const body = serialize(state);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${title}\n${digestOf(body)}\n`);
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
