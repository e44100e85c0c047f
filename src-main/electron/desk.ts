import { app, clipboard, powerMonitor, session, shell, type BrowserWindow } from 'electron';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import type { Replay } from '#main/compose/run-replay.ts';
import type { AuditNote } from '#main/compose/audit-later.ts';
import { configurationRequestOf } from '#shared/domain/desk-link.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { EVENT_PIPE } from '#shared/ipc/channels.ts';
import { EVENTS } from '#shared/ipc/contract.ts';
import { serveApp } from './app-protocol.ts';
import { createArtifactPlaces } from './choose-artifact-places.ts';
import { chooseBundleFile } from './choose-bundle-file.ts';
import { createChooseClientFile } from './choose-client-file.ts';
import { openEnvironmentFile, PRACTICE } from './environment-file.ts';
import { chooseSavePlace } from './choose-save-place.ts';
import { createEnvironmentStart, type RuntimeStarts } from './environment-start.ts';
import { createEventBatch, type SendEvent } from './event-batch.ts';
import { agentHandlers } from './handlers/agent.ts';
import { aboutHandlers } from './handlers/about.ts';
import { appHandlers } from './handlers/app.ts';
import { artifactsHandlers } from './handlers/artifacts.ts';
import { pipelinesHandlers } from './handlers/pipelines.ts';
import { auditHandlers } from './handlers/audit.ts';
import { bundlesHandlers } from './handlers/bundles.ts';
import { bulkHandlers } from './handlers/bulk.ts';
import { clientsHandlers } from './handlers/clients.ts';
import { environmentsHandlers, type EnvironmentDesk } from './handlers/environments.ts';
import { licencesHandlers } from './handlers/licences.ts';
import { notificationsHandlers } from './handlers/notifications.ts';
import { holdsHandlers } from './handlers/holds.ts';
import { preferencesHandlers } from './handlers/preferences.ts';
import { runNotesHandlers } from './handlers/run-notes.ts';
import { runsHandlers } from './handlers/runs.ts';
import { openIpcGate } from './ipc-gate.ts';
import { openKeyring } from './keyring.ts';
import { manageLifecycle, type Lifecycle } from './lifecycle.ts';
import { watchDeepLinks } from './deep-links.ts';
import { createCloseQuestion } from './close-question.ts';
import { createConfigurationReceiver } from './configuration-receiver.ts';
import { linkAmong, pageOfLink } from './link-page.ts';
import { createReceivedRequests } from './received-requests.ts';
import { openLink } from './links.ts';
import { drainingTitle, openMainWindow, windowTitle } from './main-window.ts';
import { installMenu } from './menu.ts';
import { watchForCalls } from './call-people.ts';
import { createNativeNotifications, systemCallClock } from './notifications.ts';
import { openPreferencesFile } from './preferences-file.ts';
import { runPracticeSession } from './practice-session.ts';
import { createRuntimeHost, DRAIN_MS, type RuntimeHost } from '#main/compose/runtime-host.ts';
import { hardenSession, hardenWebContents } from './session-hardening.ts';
import type { Switches } from './switches.ts';
import { applyTheme } from './theme.ts';
import { createPresence, STAYS_IN_TRAY } from './presence.ts';
import { createWindowDoor } from './window-door.ts';
import { openWindowMemory } from './window-state.ts';

const EVENT_DELAY_MS = 100;

/** Everything that the entry file decides. */
export interface DeskOptions extends Pick<EnvironmentDesk, 'testConnection' | 'tryProcessor'> {
  readonly switches: Switches;
  readonly userData: string;
  /** The folder with the built `preload/` and `renderer/`. */
  readonly outFolder: string;
  readonly log: Log;
  readonly starts: RuntimeStarts;
  /** See `compose/audit-later.ts`. */
  readonly noteForLater: (dataDir: string, note: AuditNote) => Promise<void>;
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
  const requests = createReceivedRequests(Date.now, () => send('clients:received', {}));
  const receiver = createConfigurationReceiver({
    take: (text) => {
      const taken = requests.offer(text, 'receiver');
      door.open(null);
      return taken;
    },
    onChanged: () => send('clients:received', {}),
    now: Date.now,
  });
  const pageAfter = (link: string): string => {
    const request = configurationRequestOf(link);
    if (request !== null) requests.offer(request, 'link');
    return pageOfLink(link);
  };
  const startLink = linkAmong(process.argv);
  const door = createWindowDoor(startLink === null ? null : pageAfter(startLink), present, send);
  watchDeepLinks({ follow: (link) => door.open(pageAfter(link)), again: () => door.open(null) });
  const closeQuestion = createCloseQuestion(() => {
    // Quit can be chosen in the tray while the window is put away.
    door.open(null);
    send('app:close-asked', {});
  }, Date.now);
  const native = createNativeNotifications(door.open);
  const memory = openWindowMemory(join(userData, 'window.json'));
  const keepBounds = (): void => {
    const shown = present();
    if (shown) memory.keep({ bounds: shown.getNormalBounds() });
  };

  const file = await openEnvironmentFile(join(userData, 'environments.json'));
  if (file.problem !== null) log('error', 'environments damaged', { problem: file.problem });
  const preferences = openPreferencesFile(join(userData, 'preferences.json'));
  preferences.subscribe(() => send('preferences:changed', {}));
  const calls = watchForCalls({
    wanted: () => preferences.all().notifications,
    show: native.show,
    clock: systemCallClock,
    log,
  });
  const packaged = join(process.resourcesPath, 'native', 'better_sqlite3.node');
  let replay: Replay | null = null;
  const start = createEnvironmentStart({
    userData,
    starts: options.starts,
    file,
    keyring: () => app.whenReady().then(openKeyring),
    log,
    takeReplay: () => {
      const story = replay;
      replay = null;
      return story;
    },
    scenario: switches.scenario,
    nativeBinding: app.isPackaged && existsSync(packaged) ? packaged : undefined,
  });
  const initial = switches.untilDone || switches.scenario !== undefined ? PRACTICE : file.active();
  const presence = createPresence({
    choose: (choice) => {
      if (choice.kind === 'open') door.open(null);
      else if (choice.kind === 'go') door.open(choice.path);
      else if (choice.kind === 'quit') app.quit();
      else {
        const { kind } = choice;
        host
          .runtime()
          .then((runtime) => runtime.control(kind, []))
          .catch((thrown: unknown) => {
            log('warn', 'tray choice refused', { kind, message: toActionDeskError(thrown).message });
          });
      }
    },
    log,
  });
  // The answer of `createRuntimeHost` is there before the first start can end.
  const host: RuntimeHost = createRuntimeHost(initial, {
    start,
    onEvent: (event) => {
      events.add(event);
      if (event.kind === 'run-changed') calls.changed();
      presence.changed();
    },
    onDraining: (environment) => present()?.setTitle(drainingTitle(environment)),
    onStarted: (environment, runtime) => {
      present()?.setTitle(windowTitle(environment));
      calls.begin(runtime);
      presence.begin(environment, runtime);
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
      receiver.close();
      events.stop();
      calls.stop();
      presence.stop();
      present()?.setTitle(drainingTitle(host.environment()));
    },
    asksFirst: closeQuestion.asks,
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
    installMenu(!app.isPackaged, (path) => send('app:go', { path }));
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
            setUnsaved: closeQuestion.setUnsaved,
            setTheme: (theme) => {
              applyTheme(theme);
              memory.keep({ theme });
            },
          },
          file.problem,
        ),
        ...runsHandlers(host, (name) => chooseSavePlace(present(), name)),
        ...bulkHandlers(host, (name) => chooseSavePlace(present(), name)),
        ...runNotesHandlers(host),
        ...bundlesHandlers(
          host,
          {
            save: (name) => chooseSavePlace(present(), name),
            open: () => chooseBundleFile(present()),
          },
          app.getVersion(),
          async (story) => {
            replay = story;
            await file.setActive(PRACTICE);
            await host.use(PRACTICE);
            const problem = await host.startProblem();
            if (problem !== null) throw new ActionDeskError('not-allowed-now', problem);
          },
        ),
        ...artifactsHandlers(host, createArtifactPlaces(present)),
        ...pipelinesHandlers(host),
        ...holdsHandlers(host),
        ...clientsHandlers(host, createChooseClientFile(present), { requests, receiver }),
        ...agentHandlers(host),
        ...preferencesHandlers(preferences),
        ...auditHandlers(host, (name) => chooseSavePlace(present(), name)),
        ...notificationsHandlers(native.show),
        ...aboutHandlers(host, file, userData, app.getVersion(), (path) => shell.openPath(path)),
        ...licencesHandlers(options.outFolder),
        ...environmentsHandlers({
          host,
          file,
          testConnection: options.testConnection,
          tryProcessor: options.tryProcessor,
          noteForLater: (name, note) => options.noteForLater(join(userData, 'environments', name), note),
          onChanged: () => send('environments:changed', {}),
        }),
      },
      log,
    );
    window = openMainWindow({
      preload: join(options.outFolder, 'preload', 'preload.cjs'),
      state: memory.state(),
      title: windowTitle(host.environment()),
      page: door.firstPage(),
      log,
    });
    window.on('close', keepBounds);
    lifecycle.watchWindow(window, {
      isWanted: () => preferences.all().stayInTray && presence.inTray(),
      onHidden: () => {
        if (memory.state().toldOfTray) return;
        memory.keep({ toldOfTray: true });
        native.show(STAYS_IN_TRAY);
      },
    });
    if (!switches.untilDone) window.once('ready-to-show', () => presence.openTray());
    // Timers stand still while the computer sleeps; a pause that began before would be waited to its end.
    powerMonitor.on('resume', () => {
      log('info', 'awake again');
      void host.runtime().then(
        (runtime) => runtime.wake(),
        () => undefined,
      );
    });
  });
  await opened;
  return lifecycle;
}
