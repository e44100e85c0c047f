import { dialog, type BrowserWindow } from 'electron';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { decodeClientText, LONGEST_CLIENT_FILE } from '#main/client-files/client-text.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ChooseClientFile } from './handlers/clients.ts';

const FILTERS = [
  { name: 'Clients (CSV, JSON)', extensions: ['csv', 'tsv', 'txt', 'json'] },
  { name: 'All files', extensions: ['*'] },
];

/** Asks with the system's dialog over the window, and reads what was chosen. Throws `invalid-input`. */
export function createChooseClientFile(window: () => BrowserWindow | null): ChooseClientFile {
  return async () => {
    const shown = window();
    if (!shown) return null;
    const options = { title: 'Import clients', properties: ['openFile' as const], filters: FILTERS };
    const { filePaths, canceled } = await dialog.showOpenDialog(shown, options);
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    const name = basename(path);
    return { name, text: decodeClientText(await readLimited(path, name)) };
  };
}

async function readLimited(path: string, name: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size <= LONGEST_CLIENT_FILE) return await readFile(path);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error';
    throw new ActionDeskError('invalid-input', `${name} cannot be read (${code}).`);
  }
  throw new ActionDeskError(
    'invalid-input',
    `${name} is larger than ${LONGEST_CLIENT_FILE / 1024 / 1024} MB: split it.`,
  );
}
