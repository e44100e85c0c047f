import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { EVENT_CHANNELS, EVENT_PIPE, REQUEST_CHANNELS, REQUEST_PIPE } from '#shared/ipc/channels.ts';
import type { ActionDeskBridge } from '#shared/ipc/contract.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';

const unknownChannel: Envelope<never> = {
  ok: false,
  error: { code: 'invalid-input', message: 'There is no such channel.', retryable: false },
};

const bridge: ActionDeskBridge = {
  async request(channel, payload) {
    if (!REQUEST_CHANNELS.includes(channel)) return unknownChannel;
    return (await ipcRenderer.invoke(REQUEST_PIPE, channel, payload)) as Envelope<unknown>;
  },
  on(channel, listener) {
    if (!EVENT_CHANNELS.includes(channel)) return () => undefined;
    // Electron's event carries the port of the main process and stays here.
    const forward = (_event: IpcRendererEvent, name: unknown, payload: unknown): void => {
      if (name === channel) listener(payload);
    };
    ipcRenderer.on(EVENT_PIPE, forward);
    return () => {
      ipcRenderer.off(EVENT_PIPE, forward);
    };
  },
};

contextBridge.exposeInMainWorld('actionDesk', bridge);
