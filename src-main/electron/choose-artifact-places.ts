import { dialog, shell, type BrowserWindow } from 'electron';
import type { ArtifactPlaces } from './handlers/artifacts.ts';

/** The system's dialogs and the desktop, for artifacts. */
export function createArtifactPlaces(window: () => BrowserWindow | null): ArtifactPlaces {
  const choose = async (properties: ('openFile' | 'openDirectory' | 'createDirectory')[], title: string) => {
    const shown = window();
    const options = { title, properties };
    const { canceled, filePaths } = await (shown
      ? dialog.showOpenDialog(shown, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    async saveFile(suggestedName) {
      const shown = window();
      const options = { title: 'Save', defaultPath: suggestedName };
      const { canceled, filePath } = await (shown
        ? dialog.showSaveDialog(shown, options)
        : dialog.showSaveDialog(options));
      return canceled || !filePath ? null : filePath;
    },
    saveFolder: () => choose(['openDirectory', 'createDirectory'], 'Save into a new folder in'),
    uploadFile: () => choose(['openFile'], 'Upload as output artifact'),
    openFile: (path) => shell.openPath(path),
    show: (path) => shell.showItemInFolder(path),
  };
}
