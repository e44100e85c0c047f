import { toActionDeskError } from '#shared/domain/errors.ts';
import { EXIT_CODES, exitCodeOf } from './platform/exit-code.ts';
import type { AgentRuntimeOptions } from './compose/agent-runtime.ts';
import { startConfiguredAgent } from './compose/configured-agent.ts';
import { openWatching, type OpenWatching, type WatchingPlace } from './compose/open-watching.ts';
import type { Runtime } from './compose/runtime.ts';
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

/** Resolves when every run is final or waits for a person, and each cell has polled at least twice since. */
async function quiet(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const live = ['polled', 'claiming', 'working', 'reporting', 'between-jobs'] as const;
  let pollsAtRest: Map<string, number> | null = null;
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { total } = await runtime.listRuns({
      states: [...live],
      sortBy: 'createdAt',
      descending: false,
      page: 1,
      pageSize: 1,
    });
    const cells = runtime.cells();
    if (total > 0) pollsAtRest = null;
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
  const deafen = (): void => void process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
  let watching: OpenWatching | null = null;
  let runtime: Runtime;
  try {
    const config = loadAgentConfig(options.configFile);
    for (const warning of config.warnings) log('warn', 'configuration', { message: warning });
    if (options.metrics) watching = await openWatching(options.metrics, config, options.dataDir, log);
    runtime = await startConfiguredAgent({
      config,
      dataDir: options.dataDir,
      log,
      watch: watching?.watch,
      ...(options.makeAgent ? { makeAgent: options.makeAgent } : {}),
    });
  } catch (thrown) {
    deafen();
    await watching?.close();
    return refuse(thrown);
  }
  await (options.once ? Promise.race([asked, quiet(runtime, ending.signal)]) : asked);
  const exitCode = options.once && !ending.signal.aborted ? exitCodeAtRest(runtime, log) : EXIT_CODES.done;
  ending.abort();
  watching?.watch.drain();
  await runtime.close(options.drainSeconds * 1000);
  await watching?.close();
  log('info', 'stopped');
  deafen();
  return exitCode;
}
