// The entry for Node declares its own `require`, which the bundle of the main process has already.
import { zipSync } from 'fflate/browser';
import type { Zippable } from 'fflate/browser';

/** Text files by their path inside the archive. */
export type ZipFiles = Readonly<Record<string, string>>;

// The format counts its years from 1980.
const firstTime = Date.UTC(1980, 0, 2);

/**
 * A real, compressed zip, made at once: whoever asks is in the middle of a step of the world. The same files
 * and the same time (epoch milliseconds, kept in UTC to two seconds) give the same bytes.
 */
export function buildZip(files: ZipFiles, modifiedAt: number): Buffer {
  const mtime = inLocalTime(Math.max(modifiedAt, firstTime));
  const entries: Zippable = {};
  for (const [path, content] of Object.entries(files)) {
    entries[path] = [Buffer.from(content, 'utf8'), { mtime, level: 6 }];
  }
  return Buffer.from(zipSync(entries));
}

// The library writes local times; shifted by the zone, they say UTC on every machine.
function inLocalTime(epochMs: number): Date {
  const at = new Date(epochMs);
  return new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  );
}
