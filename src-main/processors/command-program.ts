import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The absolute path of a command processor's program, looked for once, at start-up: a program that is put into PATH later
 * never takes its place. Throws `invalid-input` with one sentence.
 */
export function findProgram(command: string, searchPath = process.env['PATH'] ?? ''): string {
  if (process.platform === 'win32') {
    // Without /bin/sh and a start time to tell processes apart by, a restart could not keep its promise.
    throw new ActionDeskError('invalid-input', 'processor.kind: "command" works on Linux and macOS only');
  }
  const candidates = isAbsolute(command)
    ? [command]
    : searchPath
        .split(delimiter)
        .filter((folder) => isAbsolute(folder))
        .map((folder) => join(folder, command));
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  const expected = isAbsolute(command)
    ? `expected a program that this user may run, and ${command} is none`
    : `expected a program in PATH, and there is no ${command}`;
  throw new ActionDeskError('invalid-input', `processor.command: ${expected}`);
}

/** Throws `invalid-input` where the folder in which programs are to be run is not there. */
export function checkWorkFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new ActionDeskError(
    'invalid-input',
    `processor.workFolder: expected a folder, and ${folder} is none`,
  );
}
