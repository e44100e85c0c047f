import { APP_ORIGIN } from './asset-path.ts';

/** What the check needs of Electron's event and web contents, so that it can be tested without them. */
export interface SenderFrame {
  readonly url: string;
}
interface Contents {
  readonly mainFrame: SenderFrame;
}

/** Whether a request comes from the main frame of our window while it shows a page of our origin. */
export function isOwnSender(
  event: { readonly sender: unknown; readonly senderFrame: SenderFrame | null },
  own: Contents | null,
): boolean {
  if (own === null || event.sender !== own || event.senderFrame === null) return false;
  return event.senderFrame === own.mainFrame && event.senderFrame.url.startsWith(`${APP_ORIGIN}/`);
}
