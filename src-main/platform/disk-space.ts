import { statfs } from 'node:fs/promises';

/** A disk in bytes: what this user may still write, and its size. */
export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
}

/** The disk that holds `folder`. Rejects where the system cannot tell. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
