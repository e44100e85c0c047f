import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { Log } from '#main/agent/ports.ts';
import { REQUEST_PIPE } from '#shared/ipc/channels.ts';
import { answerRequest, refuse, type Handlers } from './answer-request.ts';
import { isOwnSender } from './own-sender.ts';

/**
 * The one door for requests: only the main frame of the present window on our own origin comes through. A foreign
 * sender gets an envelope with `refused-sender` like any other refusal.
 */
export function openIpcGate(window: () => BrowserWindow | null, handlers: Handlers, log: Log): void {
  ipcMain.handle(REQUEST_PIPE, async (event: IpcMainInvokeEvent, channel: unknown, payload: unknown) => {
    if (!isOwnSender(event, window()?.webContents ?? null)) {
      return refuse(log, 'refused-sender', 'Requests are taken from the window of Action Desk only.');
    }
    return answerRequest(handlers, log, channel, payload);
  });
}
