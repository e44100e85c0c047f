import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '#main/agent/ports.ts';
import { APP_PAGE } from './asset-path.ts';
import { boundsOnScreen, type WindowState } from './window-state.ts';

/** Cloudscape's page background, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#161d26' };

/**
 * Opens the window on the console's page and shows it when the page has painted. Its renderer has no Node, is
 * isolated and sandboxed; the preload script is the only bridge.
 */
export function openMainWindow(options: {
  readonly preload: string;
  readonly state: WindowState;
  readonly title: string;
  /** What the window shows first, as its address has it behind `#`; null for home. */
  readonly page: string | null;
  readonly log: Log;
}): BrowserWindow {
  const remembered = boundsOnScreen(
    options.state.bounds,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 500,
    ...remembered,
    show: false,
    autoHideMenuBar: true,
    title: options.title,
    backgroundColor: BACKGROUND[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium would fetch dictionaries from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', (event) => event.preventDefault());
  window.webContents.on('did-fail-load', (_event, code, description, url) => {
    options.log('error', 'page not loaded', { code, description, url });
  });
  window.loadURL(options.page === null ? APP_PAGE : `${APP_PAGE}#${options.page}`).catch((error: unknown) => {
    options.log('error', 'page not loaded', { message: String(error) });
  });
  return window;
}

/** The window's title: the environment stands in it, since people keep several. */
export function windowTitle(environment: string): string {
  return `Action Desk – ${environment}`;
}

/** The title while the environment's agent answers or hands over what is in hand, before it ends. */
export function drainingTitle(environment: string): string {
  return `${windowTitle(environment)} – answering what is in hand…`;
}
