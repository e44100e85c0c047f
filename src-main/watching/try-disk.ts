import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROBE = Buffer.alloc(64 * 1024);

/** Writes 64 KiB into the folder, through to the disk, and removes them; rejects where that fails. */
export async function tryDisk(folder: string): Promise<void> {
  const file = join(folder, 'disk-probe');
  try {
    await writeFile(file, PROBE, { mode: 0o600, flush: true });
  } finally {
    await rm(file, { force: true });
  }
}
