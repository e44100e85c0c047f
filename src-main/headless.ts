import { toActionDeskError } from '#shared/domain/errors.ts';
import { EXIT_CODES, exitCodeOf } from './platform/exit-code.ts';
import type { AgentRuntimeOptions } from './compose/agent-runtime.ts';
import { startConfiguredAgent } from './compose/configured-agent.ts';
import { openWatching, type OpenWatching, type WatchingPlace } from './compose/open-watching.ts';
import type { Runtime } from './compose/runtime.ts';
import { createRuntimeHost, type RuntimeHost } from './compose/runtime-host.ts';
import type { Log } from './agent/ports.ts';
import { loadAgentConfig } from './config/agent-config.ts';
import { createJsonLog } from './platform/json-log.ts';
import { openRotatingFile, type Rotation } from './platform/rotating-file.ts';

export interface HeadlessOptions {
  configFile: string;
  dataDir: string;
  /** End as soon as nothing is live any more that can go on without a person. */
  once: boolean;
  drainSeconds: number;
  /** Metrics and health are served there. */
  metrics?: WatchingPlace | undefined;
  /** The lines of standard output go to this file too. */
  logFile?: (Rotation & { file: string }) | undefined;
  /** See `AgentRuntimeOptions`. */
  makeAgent?: AgentRuntimeOptions['makeAgent'];
}

/** Whether a run can go on without a person; so it is while the ledger cannot say. */
async function isAtWork(runtime: Runtime): Promise<boolean> {
  const states = ['polled', 'claiming', 'working', 'reporting', 'between-jobs'] as const;
  const order = { sortBy: 'createdAt', descending: false, page: 1, pageSize: 1 } as const;
  return runtime.listRuns({ states: [...states], ...order }).then(
    ({ total }) => total > 0,
    () => true,
  );
}

/** Resolves when every run is final or waits for a person, and each cell has polled at least twice since. */
async function quiet(host: RuntimeHost, signal: AbortSignal): Promise<void> {
  let pollsAtRest: Map<string, number> | null = null;
  let before: Runtime | null = null;
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const runtime = await host.runtime();
    const cells = runtime.cells();
    // One that took another's place to mend the ledger counts its polls anew.
    if (runtime !== before) pollsAtRest = null;
    before = runtime;
    if (await isAtWork(runtime)) pollsAtRest = null;
    else if (!pollsAtRest) pollsAtRest = new Map(cells.map((cell) => [cell.key, cell.pollCount]));
    else if (cells.every((cell) => cell.pollCount >= (pollsAtRest?.get(cell.key) ?? 0) + 2)) return;
  }
}

/** Whether every cell could be polled at the end: jobs may wait where one could not. */
function exitCodeAtRest(runtime: Runtime, log: Log): number {
  const cut = runtime.cells().filter((cell) => cell.lastError !== null);
  for (const { key, mode, lastError } of cut)
    log('warn', 'not-polled', { cell: key, mode, message: lastError });
  if (cut.length === 0) return EXIT_CODES.done;
  return cut.every((cell) => cell.mode === 'no-credentials') ? EXIT_CODES.wrongUse : EXIT_CODES.failed;
}

/** A log on standard output and, where one is named, in a file. Throws `invalid-input` where the file cannot be written. */
function openLog(logFile: HeadlessOptions['logFile']): Log {
  const toOutput = (line: string): void => void process.stdout.write(`${line}\n`);
  if (!logFile) return createJsonLog(toOutput);
  const toFile = openRotatingFile(logFile.file, logFile, (message) => {
    if (message === null) log('info', 'log-file-recovered');
    else log('error', 'log-file-failed', { message });
  });
  const log = createJsonLog((line) => {
    toOutput(line);
    toFile(line);
  });
  return log;
}

/** Whoever reads the log may end, or the disk behind it may be full: runs in hand are no less urgent for that. */
function goOnUnread(): void {}

/** What went wrong before the agent ran: one sentence, and the exit code. */
function refuse(thrown: unknown): number {
  const error = toActionDeskError(thrown);
  process.stderr.write(`${error.message}\n`);
  return exitCodeOf(error.code);
}

/** The agent without a window: JSON lines on standard output, SIGTERM drains, a second signal ends at once. Answers the exit code. */
export async function runHeadless(options: HeadlessOptions): Promise<number> {
  process.stdout.off('error', goOnUnread).on('error', goOnUnread);
  let log: Log;
  try {
    log = openLog(options.logFile);
  } catch (thrown) {
    return refuse(thrown);
  }
  const ending = new AbortController();
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    if (signals === 1) log('info', 'draining', { seconds: options.drainSeconds });
    ending.abort();
    if (signals > 1) process.exit(EXIT_CODES.failed);
  };
  // From here on: a signal that comes while the agent starts lets it start, and drains it at once.
  const asked = new Promise<void>((resolve) =>
    ending.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // One step's mistake must not end the work of all runs: Node would end the process here.
  const onRejection = (reason: unknown): void => {
    const { message } = toActionDeskError(reason);
    log('error', 'unhandled-rejection', {
      message,
      stack: reason instanceof Error ? reason.stack : undefined,
    });
  };
  process.on('unhandledRejection', onRejection);
  const deafen = (): void => {
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    process.off('unhandledRejection', onRejection);
  };
  let watching: OpenWatching | null = null;
  let host: RuntimeHost;
  let stop = (): void => undefined;
  const stuck = new Promise<'stuck'>((resolve) => (stop = () => resolve('stuck')));
  try {
    const config = loadAgentConfig(options.configFile);
    for (const warning of config.warnings) log('warn', 'configuration', { message: warning });
    if (options.metrics) watching = await openWatching(options.metrics, config, options.dataDir, log);
    host = createRuntimeHost(config.environment, {
      start: (_name, cellsBefore) =>
        startConfiguredAgent({
          ...{ config, dataDir: options.dataDir, log, watch: watching?.watch, cellsBefore },
          ...(options.makeAgent ? { makeAgent: options.makeAgent } : {}),
        }),
      onEvent: () => undefined,
      onDraining: () => undefined,
      onStarted: (_name, runtime) => (runtime ? undefined : stop()),
      onDamageLeft: stop,
      log,
    });
    await host.runtime();
  } catch (thrown) {
    deafen();
    await watching?.close();
    return refuse(thrown);
  }
  const ends = [asked, stuck, ...(options.once ? [quiet(host, ending.signal)] : [])];
  const why = await Promise.race(ends);
  let exitCode: number = why === 'stuck' ? EXIT_CODES.failed : EXIT_CODES.done;
  if (options.once && why !== 'stuck' && !ending.signal.aborted)
    exitCode = exitCodeAtRest(await host.runtime(), log);
  ending.abort();
  watching?.watch.drain();
  await host.close(options.drainSeconds * 1000);
  await watching?.close();
  log('info', 'stopped');
  deafen();
  return exitCode;
}
