import fileLog from 'electron-log/node';
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import { createJsonLog } from '#main/platform/json-log.ts';

const FIVE_MEGABYTES = 5 * 1024 * 1024;

/**
 * A log of redacted JSON lines in `file` (mode 0600, folder 0700). At five megabytes the file becomes `….old.log` and a
 * new one begins. Lines are on the disk at once: the last words before an end are the ones that are asked for.
 */
export function openFileLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  chmodSync(dirname(file), 0o700);
  const { transports } = fileLog;
  transports.console.level = false;
  transports.file.resolvePathFn = () => file;
  transports.file.maxSize = FIVE_MEGABYTES;
  transports.file.format = '{text}';
  transports.file.sync = true;
  transports.file.writeOptions = { mode: 0o600, encoding: 'utf8', flag: 'a' };
  return createJsonLog((line) => fileLog.info(line.trimEnd()));
}
