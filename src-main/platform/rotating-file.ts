import {
  chmodSync,
  closeSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { ActionDeskError } from '#shared/domain/errors.ts';

export interface Rotation {
  /** The file is put aside before it would grow above this. */
  maxBytes: number;
  /** Old files that stay beside it: `FILE.1` is the newest. */
  keep: number;
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function putAside(file: string, keep: number): void {
  try {
    rmSync(`${file}.${keep}`, { force: true });
    for (let age = keep; age > 1; age -= 1) {
      const younger = `${file}.${age - 1}`;
      if (statSync(younger, { throwIfNoEntry: false })) renameSync(younger, `${file}.${age}`);
    }
    if (keep > 0) renameSync(file, `${file}.1`);
    else truncateSync(file);
  } catch {
    // A folder that takes no new names: better the last lines than a disk that fills.
    truncateSync(file);
  }
}

/**
 * Answers a function that adds a line to `file` (mode 0600); the line is on the disk at once, and whole in one file. The file
 * is opened for each line, so one that another program moved away or removed begins anew. A line that cannot be written is
 * lost, never thrown: `onTrouble` hears once why, and once null when lines arrive again. Throws `invalid-input` where the file
 * cannot be opened now.
 */
export function openRotatingFile(
  file: string,
  { maxBytes, keep }: Rotation,
  onTrouble: (message: string | null) => void = () => undefined,
): (line: string) => void {
  try {
    closeSync(openSync(file, 'a', 0o600));
    // A pipe or a device is written to as it is.
    if (statSync(file).isFile()) chmodSync(file, 0o600);
  } catch (thrown) {
    throw new ActionDeskError('invalid-input', `The log file cannot be written: ${messageOf(thrown)}.`, {
      cause: thrown,
    });
  }
  let broken = false;
  return (line) => {
    // What was written of a line before the disk was full stands alone.
    const text = `${broken ? '\n' : ''}${line}\n`;
    try {
      const found = statSync(file, { throwIfNoEntry: false });
      const size = found?.isFile() ? found.size : 0;
      if (size > 0 && size + Buffer.byteLength(text) > maxBytes) putAside(file, keep);
      writeFileSync(file, text, { flag: 'a', mode: 0o600 });
    } catch (thrown) {
      if (!broken) {
        broken = true;
        onTrouble(messageOf(thrown));
      }
      return;
    }
    if (broken) {
      broken = false;
      onTrouble(null);
    }
  };
}
