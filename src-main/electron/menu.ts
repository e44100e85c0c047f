import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Sets the application menu: only what the system's own roles do. Reload and developer tools are for development. */
export function installMenu(forDevelopment: boolean): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const development: MenuItemConstructorOptions[] = forDevelopment
    ? [{ role: 'reload' }, { role: 'toggleDevTools' }, separator]
    : [];
  const first: MenuItemConstructorOptions =
    process.platform === 'darwin'
      ? { role: 'appMenu' }
      : { label: '&File', submenu: [{ role: 'quit', accelerator: 'CmdOrCtrl+Q' }] };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      first,
      { label: '&Edit', role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          ...development,
          { role: 'resetZoom', accelerator: 'CmdOrCtrl+0' },
          { role: 'zoomIn', accelerator: 'CmdOrCtrl+Plus' },
          { role: 'zoomOut', accelerator: 'CmdOrCtrl+-' },
          separator,
          { role: 'togglefullscreen' },
        ],
      },
      { label: '&Window', role: 'windowMenu' },
    ]),
  );
}
