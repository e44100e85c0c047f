import { app, clipboard, powerMonitor, session, shell, type BrowserWindow } from 'electron';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import { EVENT_PIPE } from '#shared/ipc/channels.ts';
import { EVENTS } from '#shared/ipc/contract.ts';
import { serveApp } from './app-protocol.ts';
import { openEnvironmentFile, PRACTICE } from './environment-file.ts';
import { createEnvironmentStart, type RuntimeStarts } from './environment-start.ts';
import { createEventBatch, type SendEvent } from './event-batch.ts';
import { agentHandlers } from './handlers/agent.ts';
import { appHandlers } from './handlers/app.ts';
import { clientsHandlers } from './handlers/clients.ts';
import { environmentsHandlers, type TestConnection } from './handlers/environments.ts';
import { preferencesHandlers } from './handlers/preferences.ts';
import { runsHandlers } from './handlers/runs.ts';
import { openIpcGate } from './ipc-gate.ts';
import { openKeyring } from './keyring.ts';
import { manageLifecycle, type Lifecycle } from './lifecycle.ts';
import { openLink } from './links.ts';
import { openMainWindow, windowTitle } from './main-window.ts';
import { installMenu } from './menu.ts';
import { openPreferencesFile } from './preferences-file.ts';
import { runPracticeSession } from './practice-session.ts';
import { createRuntimeHost, DRAIN_MS, type RuntimeHost } from './runtime-host.ts';
import { hardenSession, hardenWebContents } from './session-hardening.ts';
import type { Switches } from './switches.ts';
import { applyTheme } from './theme.ts';
import { openWindowMemory } from './window-state.ts';

const EVENT_DELAY_MS = 100;

/** Everything that the entry file decides. */
export interface DeskOptions {
  readonly switches: Switches;
  readonly userData: string;
  /** The folder with the built `preload/` and `renderer/`. */
  readonly outFolder: string;
  readonly log: Log;
  readonly starts: RuntimeStarts;
  readonly testConnection: TestConnection;
}

/** Opens the console: runtime and window at the same time, each waiting for the other only where it has to. */
export async function openDesk(options: DeskOptions): Promise<Lifecycle> {
  const { switches, userData, log } = options;
  hardenWebContents(log);
  const closing = new AbortController();
  let window: BrowserWindow | null = null;
  const present = (): BrowserWindow | null => (window?.isDestroyed() === false ? window : null);
  const send: SendEvent = (channel, payload) =>
    present()?.webContents.send(EVENT_PIPE, channel, EVENTS[channel].parse(payload));
  const events = createEventBatch(send, EVENT_DELAY_MS);
  const memory = openWindowMemory(join(userData, 'window.json'));
  const keepBounds = (): void => {
    const shown = present();
    if (shown) memory.keep({ bounds: shown.getNormalBounds() });
  };

  const file = await openEnvironmentFile(join(userData, 'environments.json'));
  if (file.problem !== null) log('error', 'environments damaged', { problem: file.problem });
  const preferences = openPreferencesFile(join(userData, 'preferences.json'));
  preferences.subscribe(() => send('preferences:changed', {}));
  const packaged = join(process.resourcesPath, 'native', 'better_sqlite3.node');
  const start = createEnvironmentStart({
    userData,
    starts: options.starts,
    file,
    keyring: () => app.whenReady().then(openKeyring),
    log,
    scenario: switches.scenario,
    nativeBinding: app.isPackaged && existsSync(packaged) ? packaged : undefined,
  });
  const initial = switches.untilDone || switches.scenario !== undefined ? PRACTICE : file.active();
  // The answer of `createRuntimeHost` is there before the first start can end.
  const host: RuntimeHost = createRuntimeHost(initial, {
    start,
    onEvent: events.add,
    onStarted: (environment, runtime) => {
      present()?.setTitle(windowTitle(environment));
      events.add({ kind: 'clients-changed' });
      events.add({ kind: 'cells-changed' });
      send('runs:changed', { runIds: [] });
      send('environments:changed', {});
      if (environment === PRACTICE && runtime) void practise();
      else if (switches.untilDone) void giveUp();
    },
    log,
  });
  const lifecycle = manageLifecycle({
    drain: async () => {
      await host.close(DRAIN_MS);
      await memory.written();
    },
    onDraining: () => {
      keepBounds();
      closing.abort();
      events.stop();
      present()?.setTitle(`${windowTitle(host.environment())} – answering what is in hand…`);
    },
    // Who waits for the seeds must not take a closed window for success.
    plainCode: switches.untilDone ? 1 : 0,
    log,
  });

  const loadedWindow = async (): Promise<BrowserWindow> => {
    await opened;
    const shown = present();
    if (!shown) throw new Error('The window was closed.');
    if (shown.webContents.isLoading()) await once(shown.webContents, 'did-finish-load');
    return shown;
  };
  const practise = async (): Promise<void> => {
    const runtime = await host.runtime();
    const code = await runPracticeSession({ runtime, loadedWindow, switches, log, signal: closing.signal });
    if (code !== null) lifecycle.exit(code);
  };
  const giveUp = async (): Promise<void> => {
    process.stderr.write(`practice could not start: ${(await host.startProblem()) ?? 'unknown'}\n`);
    lifecycle.exit(1);
  };

  const opened = app.whenReady().then(() => {
    serveApp(join(options.outFolder, 'renderer'), log);
    hardenSession(session.defaultSession, log);
    installMenu(!app.isPackaged);
    applyTheme(memory.state().theme);
    openIpcGate(
      present,
      {
        ...appHandlers(
          host,
          {
            version: app.getVersion(),
            electronVersion: process.versions.electron,
            reducedMotion: switches.hideMotion || switches.virtualDisplay,
            openLink: (url) => openLink(url, (allowed) => shell.openExternal(allowed)),
            copyText: async (text) => {
              await clipboard.writeText(text);
            },
            setTheme: (theme) => {
              applyTheme(theme);
              memory.keep({ theme });
            },
          },
          file.problem,
        ),
        ...runsHandlers(host),
        ...clientsHandlers(host),
        ...agentHandlers(host),
        ...preferencesHandlers(preferences),
        ...environmentsHandlers(host, file, options.testConnection, () => send('environments:changed', {})),
      },
      log,
    );
    window = openMainWindow({
      preload: join(options.outFolder, 'preload', 'preload.cjs'),
      state: memory.state(),
      title: windowTitle(host.environment()),
      log,
    });
    window.on('close', keepBounds);
    // Timers stand still while the computer sleeps; a pause that began before would be waited to its end.
    powerMonitor.on('resume', () => {
      log('info', 'awake again');
      void host.runtime().then(
        (runtime) => runtime.wake(),
        () => undefined,
      );
    });
  });
  app.on('second-instance', () => {
    const shown = present();
    if (shown?.isMinimized()) shown.restore();
    shown?.focus();
  });
  await opened;
  return lifecycle;
}
