import { dialog, type BrowserWindow } from 'electron';

/** Asks with the system's dialog which exported run to open. Null where the person thought better of it. */
export async function chooseBundleFile(window: BrowserWindow | null): Promise<string | null> {
  const options = {
    properties: ['openFile' as const],
    filters: [
      { name: 'Exported runs', extensions: ['json'] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}
