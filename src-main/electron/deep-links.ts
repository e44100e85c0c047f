import { app } from 'electron';
import { LINK_SCHEME } from '#shared/domain/desk-link.ts';
import { linkAmong } from './link-page.ts';

/**
 * Hands each link that the operating system gives to this process, or to a second one, to `follow`, as it is written.
 * `again` is called when a second process was started without one. To be called before the application is ready.
 */
export function watchDeepLinks(options: {
  readonly follow: (link: string) => void;
  readonly again: () => void;
}): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('open-url', (event, link) => {
    event.preventDefault();
    options.follow(link);
  });
  app.on('second-instance', (_event, argv) => {
    const link = linkAmong(argv);
    if (link === null) options.again();
    else options.follow(link);
  });
}
