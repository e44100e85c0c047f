import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * Sets the application menu: what the system's own roles do, and the page for exported runs. Reload and developer tools are
 * for development. `goTo` shows a page of the console.
 */
export function installMenu(forDevelopment: boolean, goTo: (path: string) => void): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const development: MenuItemConstructorOptions[] = forDevelopment
    ? [{ role: 'reload' }, { role: 'toggleDevTools' }, separator]
    : [];
  const openBundle: MenuItemConstructorOptions = {
    label: 'Open exported run…',
    accelerator: 'CmdOrCtrl+O',
    click: () => goTo('/bundle'),
  };
  const first: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? [{ role: 'appMenu' }, { label: '&File', submenu: [openBundle] }]
      : [
          {
            label: '&File',
            submenu: [openBundle, separator, { role: 'quit', accelerator: 'CmdOrCtrl+Q' }],
          },
        ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...first,
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
