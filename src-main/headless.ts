import { toActionDeskError } from '#shared/domain/errors.ts';
import { EXIT_CODES, exitCodeOf } from './platform/exit-code.ts';
import { startAgentRuntime } from './compose/agent-runtime.ts';
import { AWS_CALL_TIMEOUT_MS } from './compose/live.ts';
import type { Runtime } from './compose/runtime.ts';
import { loadAgentConfig } from './config/agent-config.ts';
import { createJsonLog } from './platform/json-log.ts';
import { openKeyFile } from './vault/key-file.ts';

export interface HeadlessOptions {
  configFile: string;
  dataDir: string;
  /** End as soon as nothing is live any more that can go on without a person. */
  once: boolean;
  drainSeconds: number;
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

/** The agent without a window: JSON lines on standard output, SIGTERM drains, a second signal ends at once. Answers the exit code. */
export async function runHeadless(options: HeadlessOptions): Promise<number> {
  const log = createJsonLog((line) => process.stdout.write(`${line}\n`));
  const ending = new AbortController();
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    ending.abort();
    if (signals > 1) process.exit(EXIT_CODES.failed);
  };
  let runtime: Runtime;
  try {
    const config = loadAgentConfig(options.configFile);
    const { keyFile } = config;
    for (const warning of config.warnings) log('warn', 'configuration', { message: warning });
    runtime = await startAgentRuntime({
      environment: config.environment,
      practice: false,
      simulatorEndpoint: null,
      tokenKeeping: { kept: true, sentence: `Tokens are encrypted with the key in ${keyFile}.` },
      dataDir: options.dataDir,
      key: openKeyFile(keyFile),
      access: { credentials: { kind: 'chain' }, callTimeoutMs: AWS_CALL_TIMEOUT_MS },
      settings: config,
      log,
    });
  } catch (thrown) {
    const error = toActionDeskError(thrown);
    process.stderr.write(`${error.message}\n`);
    return exitCodeOf(error.code);
  }
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  const asked = new Promise<void>((resolve) =>
    ending.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await (options.once ? Promise.race([asked, quiet(runtime, ending.signal)]) : asked);
  ending.abort();
  await runtime.close(options.drainSeconds * 1000);
  log('info', 'stopped');
  process.off('SIGTERM', onSignal);
  process.off('SIGINT', onSignal);
  return EXIT_CODES.done;
}
