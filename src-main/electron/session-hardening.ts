import { app, type Session } from 'electron';
import type { Log } from '#main/agent/ports.ts';
import { APP_PAGE } from './asset-path.ts';

/** Whether a page may be loaded in the window at all: only our own one, with any fragment. */
const isOwnPage = (url: string): boolean => url === APP_PAGE || url.startsWith(`${APP_PAGE}#`);

/** Denies permissions, devices, downloads and every request that would leave the application, for one session. */
export function hardenSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log('warn', 'permission denied', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => {
    event.preventDefault();
    log('warn', 'download denied');
  });
  const outside = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*', 'ftp://*/*'];
  session.webRequest.onBeforeRequest({ urls: outside }, (details, answer) => {
    log('warn', 'request of the window denied', { url: details.url.slice(0, 200) });
    answer({ cancel: true });
  });
}

/** Denies navigation away from our page, new windows and web views, for every web contents that will ever be made. */
export function hardenWebContents(log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log('warn', 'new window denied', { url: url.slice(0, 200) });
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame && isOwnPage(event.url)) return;
      event.preventDefault();
      log('warn', 'navigation denied', { url: event.url.slice(0, 200) });
    });
    contents.on('will-redirect', (event) => event.preventDefault());
  });
}
