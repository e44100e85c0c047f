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
}

const flagsSchema = z.object({
  '--drain-seconds': z.coerce
    .number('expected a number of seconds')
    .min(0, 'expected 0 or more')
    .max(86_400, 'expected at most a day (86400)'),
});

async function runAgent(flags: AgentFlags, context: CommandContext): Promise<void> {
  const given = parseOrThrow(flagsSchema, { '--drain-seconds': flags.drainSeconds });
  const { runHeadless } = await import('../headless.ts');
  const exitCode = await runHeadless({
    configFile: resolve(flags.config),
    dataDir: resolve(flags.data),
    once: flags.once ?? false,
    drainSeconds: given['--drain-seconds'],
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
    .action((flags: AgentFlags) => runAgent(flags, context));
  manPage(agent, {
    description: [
      'Prints JSON lines on standard output. SIGTERM or SIGINT drains: nothing new is claimed, what is in hand is answered or left to the next start; a second one stops hard.',
      'With --once it takes up what an earlier agent left, polls every action type in every region, and works until each run is final or waits for a person and two more polls of each have brought nothing. It ends with 0, or with 2 where a region could not be polled at the end (1 where there were no credentials).',
    ],
    json: [['time, level, event', 'on every line; further fields by event, secrets masked']],
    examples: ['action-desk agent --config /etc/action-desk/agent.json --data /var/lib/action-desk'],
  });
}
