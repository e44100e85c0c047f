import { app } from 'electron';
import { LINK_SCHEME } from '#shared/domain/desk-link.ts';
import { pageOfArguments, pageOfLink } from './link-page.ts';

/**
 * Hands each link that the operating system gives to this process, or to a second one, to `open`, as the page that it leads
 * to. `again` is called when a second process was started without one. To be called before the application is ready.
 */
export function watchDeepLinks(options: {
  readonly open: (page: string) => void;
  readonly again: () => void;
}): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('open-url', (event, link) => {
    event.preventDefault();
    options.open(pageOfLink(link));
  });
  app.on('second-instance', (_event, argv) => {
    const page = pageOfArguments(argv);
    if (page === null) options.again();
    else options.open(page);
  });
}
