import { Option, type Command } from 'commander';
import { z } from 'zod';
import { runMatchSchema, type RunMatch } from '#shared/domain/run.ts';
import { RUN_STATES } from '#shared/domain/run-state.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';

/** Which runs are meant, the same in every command that takes more than one. */
export interface MatchFlags {
  state?: string[];
  region?: string[];
  text?: string;
}

const { shape } = runMatchSchema;
const matchSchema = z.object({ '--state': shape.states, '--region': shape.regions, '--text': shape.text });

export function withMatchFlags(command: Command): Command {
  return command
    .addOption(new Option('--state <state...>', 'only these states').choices([...RUN_STATES]))
    .option('--region <region...>', 'only these regions')
    .option('--text <text>', 'a whole id, or a part of customer, pipeline, region or message');
}

/** Throws `invalid-input` with the name of the flag. */
export function matchOf(flags: MatchFlags): RunMatch {
  const given = parseOrThrow(matchSchema, {
    '--state': flags.state,
    '--region': flags.region,
    '--text': flags.text,
  });
  return { states: given['--state'], regions: given['--region'], text: given['--text'] };
}

/** Whether any of them narrows the runs down. */
export function isNarrowed({ state, region, text }: MatchFlags): boolean {
  return state !== undefined || region !== undefined || (text !== undefined && text !== '');
}
