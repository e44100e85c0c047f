import type { BrowserWindow } from 'electron';
import type { SendEvent } from './event-batch.ts';

/** Brings the window before the person, from links, the tray, notifications and a second start. */
export interface WindowDoor {
  /** Shows the window, on a page (as its address has it behind `#`) where one is asked for. */
  readonly open: (page: string | null) => void;
  /** The page that was asked for before there was a window; null without one. */
  firstPage(): string | null;
}

/** `page` is what the process was started with. */
export function createWindowDoor(
  page: string | null,
  present: () => BrowserWindow | null,
  send: SendEvent,
): WindowDoor {
  let first = page;
  return {
    firstPage: () => first,
    open(wanted) {
      const window = present();
      if (!window) {
        first = wanted ?? first;
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (wanted === null) return;
      const go = (): void => send('app:go', { path: wanted });
      // A page that is still loading hears nothing.
      if (window.webContents.isLoading()) window.webContents.once('did-finish-load', go);
      else go();
    },
  };
}
