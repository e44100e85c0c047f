import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { parseOrThrow } from '#shared/domain/validation.ts';
import type { CommandContext } from './command-context.ts';
import { manPage } from './man-page.ts';

interface AgentFlags {
  config: string;
  data: string;
  once?: boolean;
  drainSeconds: string;
  metrics?: string;
  metricsHost: string;
  logFile?: string;
  logMaxMb: string;
  logKeep: string;
}

const flagsSchema = z.object({
  '--drain-seconds': z.coerce
    .number('expected a number of seconds')
    .min(0, 'expected 0 or more')
    .max(86_400, 'expected at most a day (86400)'),
  '--metrics': z.coerce
    .number('expected a port number')
    .int('expected a port number')
    .min(0, 'expected 0 to 65535')
    .max(65_535, 'expected 0 to 65535')
    .optional(),
  '--metrics-host': z.string().min(1, 'expected an address of this computer'),
  '--log-max-mb': z.coerce
    .number('expected a number of megabytes')
    .min(0.01, 'expected 0.01 or more')
    .max(10_000, 'expected at most 10000'),
  '--log-keep': z.coerce
    .number('expected a number of files')
    .int('expected a number of files')
    .min(0, 'expected 0 or more')
    .max(1000, 'expected at most 1000'),
});

const MEGABYTE = 1_000_000;

async function runAgent(flags: AgentFlags, context: CommandContext): Promise<void> {
  const given = parseOrThrow(flagsSchema, {
    '--drain-seconds': flags.drainSeconds,
    '--metrics': flags.metrics,
    '--metrics-host': flags.metricsHost,
    '--log-max-mb': flags.logMaxMb,
    '--log-keep': flags.logKeep,
  });
  const port = given['--metrics'];
  const { runHeadless } = await import('../headless.ts');
  const exitCode = await runHeadless({
    configFile: resolve(flags.config),
    dataDir: resolve(flags.data),
    once: flags.once ?? false,
    drainSeconds: given['--drain-seconds'],
    metrics: port === undefined ? undefined : { host: given['--metrics-host'], port },
    logFile:
      flags.logFile === undefined
        ? undefined
        : {
            file: resolve(flags.logFile),
            maxBytes: given['--log-max-mb'] * MEGABYTE,
            keep: given['--log-keep'],
          },
  });
  context.setExitCode(exitCode);
}

/** `agent`: the job agent without a window; its standard output is JSON lines. */
export function addAgentCommand(program: Command, context: CommandContext): void {
  const agent = program
    .command('agent')
    .description('the job agent without a window')
    .requiredOption('--config <file>', 'configuration file (JSON)')
    .requiredOption('--data <dir>', 'data folder: ledger, lock and the socket for commands')
    .option('--once', 'end as soon as nothing is left that can go on without a person')
    .option('--drain-seconds <n>', 'time to answer what is in hand after SIGTERM', '60')
    .option('--metrics <port>', 'serve GET /metrics (Prometheus) and GET /health; 0 is any free port')
    .option('--metrics-host <host>', 'the address to serve them on', '127.0.0.1')
    .option('--log-file <file>', 'write the lines of standard output to this file too, and rotate it')
    .option('--log-max-mb <n>', 'megabytes at which the log file is put aside as FILE.1', '20')
    .option('--log-keep <n>', 'old log files that are kept', '5')
    .action((flags: AgentFlags) => runAgent(flags, context));
  manPage(agent, {
    description: [
      'Prints JSON lines on standard output. SIGTERM or SIGINT drains: nothing new is claimed, what is in hand is answered or left to the next start; a second one stops hard.',
      'With --once it takes up what an earlier agent left, polls every action type in every region, and works until each run is final or waits for a person and two more polls of each have brought nothing. It ends with 0, or with 2 where a region could not be polled at the end (1 where there were no credentials).',
      'With --metrics the line metrics-listening names the address. /health answers 200 or 503 and says in words what the agent is: ok, busy, idle, starting, draining, or cut-off, no-credentials, stuck, disk. It is on loopback unless --metrics-host says otherwise; neither page holds secrets or names of customers.',
      'The log file has mode 0600. A file that cannot be written any more never stops the agent: standard output says so.',
    ],
    json: [['time, level, event', 'on every line; further fields by event, secrets masked']],
    examples: [
      'action-desk agent --config /etc/action-desk/agent.json --data /var/lib/action-desk',
      'action-desk agent --config agent.json --data data --metrics 9464 --log-file data/agent.log',
    ],
  });
}
