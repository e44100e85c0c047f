import { dialog, type BrowserWindow } from 'electron';

/** Asks with the system's dialog where a file goes. Null where the person thought better of it. */
export async function chooseSavePlace(
  window: BrowserWindow | null,
  suggestedName: string,
): Promise<string | null> {
  const extension = suggestedName.split('.').at(-1) ?? '';
  const options = {
    defaultPath: suggestedName,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  };
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options);
  return canceled || !filePath ? null : filePath;
}
