import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { parseRunBundle } from '#shared/domain/run-bundle.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { replayOf } from '../compose/run-replay.ts';
import { scenarios } from '../simulator/scenarios/catalogue.ts';
import type { CommandContext } from './command-context.ts';
import { manPage } from './man-page.ts';

interface SimulatorFlags {
  port: string;
  host: string;
  scenario?: string;
  replay?: string;
  data?: string;
  guests: boolean;
  continueAfter?: string;
  redeliverAfter?: string;
  jobTimeout?: string;
}

const seconds = z.coerce.number('expected a number of seconds').min(0, 'expected 0 or more').optional();
const flagsSchema = z.object({
  '--port': z.coerce
    .number('expected a port number')
    .int('expected a port number')
    .min(0, 'expected 0 to 65535')
    .max(65_535, 'expected 0 to 65535'),
  '--continue-after': seconds,
  '--redeliver-after': seconds,
  '--job-timeout': seconds,
});

const PORT_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'not allowed for this user',
  EADDRNOTAVAIL: 'this computer has no such address',
  ENOTFOUND: 'this computer has no such address',
};

function startProblem(thrown: unknown, host: string, port: number): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const problem = PORT_PROBLEMS[code];
  if (problem)
    return new ActionDeskError('invalid-input', `--port: cannot listen on ${host}:${port}: ${problem}`);
  if (thrown instanceof Error && thrown.name === 'FolderInUseError') {
    return new ActionDeskError('data-folder-in-use', `--data: ${thrown.message}`);
  }
  if (thrown instanceof Error && thrown.name === 'ControlInputError') {
    return new ActionDeskError('invalid-input', `--${thrown.message}`);
  }
  return thrown;
}

function scenarioLines(): string[] {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`);
}

/** The story of an exported run, or a story that was written by hand. */
async function storyIn(place: string): Promise<unknown> {
  const text = await readFile(resolve(place), 'utf8').catch((thrown: unknown) => {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'no file';
    throw new ActionDeskError('invalid-input', `--replay: ${place} cannot be read (${code})`);
  });
  if (/^\s*\{\s*"format":\s*"action-desk-replay"/.test(text)) return storyOf(text);
  const read = parseRunBundle(text);
  if (!read.ok) throw new ActionDeskError('invalid-input', `--replay: ${read.sentence}`);
  return replayOf(read.bundle);
}

function storyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ActionDeskError('invalid-input', '--replay: expected JSON');
  }
}

function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      process.off('SIGTERM', end);
      process.off('SIGINT', end);
      resolve();
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  });
}

async function runSimulator(flags: SimulatorFlags, context: CommandContext): Promise<void> {
  const given = parseOrThrow(flagsSchema, {
    '--port': flags.port,
    '--continue-after': flags.continueAfter,
    '--redeliver-after': flags.redeliverAfter,
    '--job-timeout': flags.jobTimeout,
  });
  if (flags.replay !== undefined && (flags.scenario !== undefined || flags.data !== undefined))
    throw new ActionDeskError('invalid-input', '--replay: expected without --scenario and --data');
  const replay = flags.replay === undefined ? undefined : await storyIn(flags.replay);
  const { startSimulator } = await import('../simulator/server.ts');
  const simulator = await startSimulator({
    port: given['--port'],
    host: flags.host,
    scenario: flags.scenario,
    replay,
    folder: flags.data === undefined ? undefined : resolve(flags.data),
    guests: flags.guests,
    onNotice: (sentence) => context.err(`${sentence}\n`),
    continueAfterSeconds: given['--continue-after'],
    redeliverAfterSeconds: given['--redeliver-after'],
    jobTimeoutSeconds: given['--job-timeout'],
  }).catch((thrown: unknown) => {
    throw startProblem(thrown, flags.host, given['--port']);
  });
  const stopped = untilSignalled();
  context.out(`${JSON.stringify({ endpoint: simulator.endpoint, pid: process.pid })}\n`);
  await stopped;
  await simulator.close();
}

/** `simulator`: CodePipeline, S3 and a vendor backend on one port, until SIGTERM or SIGINT. */
export function addSimulatorCommand(program: Command, context: CommandContext): void {
  const simulator = program
    .command('simulator')
    .description('a CodePipeline and S3 simulator on loopback; prints one line of JSON when it is ready')
    .option('--port <n>', '0 for any free one', '0')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--scenario <name>', 'what it starts with (default: what --data holds, else practice)')
    .option('--replay <file>', 'plays an exported run once more, in place of a scenario')
    .option(
      '--data <dir>',
      'folder that keeps its state and objects over a restart (default: nothing is kept)',
    )
    .option('--no-guests', 'refuse access keys that were not registered with it')
    .option('--continue-after <seconds>', 'pause before the next job of a chain')
    .option('--redeliver-after <seconds>', 'pause before an unclaimed job is handed out again')
    .option('--job-timeout <seconds>', "overrides the action types' job time-out")
    .action((flags: SimulatorFlags) => runSimulator(flags, context));
  manPage(simulator, {
    json: [['endpoint, pid', 'the one line that is printed when it is ready']],
    more: { title: 'SCENARIOS', lines: scenarioLines },
    examples: [
      'action-desk simulator --port 4567 --scenario first-job --data ./simulated',
      'AWS_ENDPOINT_URL_CODEPIPELINE=http://127.0.0.1:4567 aws codepipeline list-pipelines',
    ],
  });
}
