import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import { createJsonLog } from '#main/platform/json-log.ts';
import { openRotatingFile } from '#main/platform/rotating-file.ts';

const FIVE_MEGABYTES = 5 * 1024 * 1024;
const OLD_FILES = 5;

/**
 * A log of redacted JSON lines in `file` (mode 0600, folder 0700), with five old files of five megabytes beside it. Lines are
 * on the disk at once: the last words before an end are the ones that are asked for.
 */
export function openFileLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  chmodSync(dirname(file), 0o700);
  return createJsonLog(openRotatingFile(file, { maxBytes: FIVE_MEGABYTES, keep: OLD_FILES }));
}
