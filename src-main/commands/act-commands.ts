import { Option, type Command } from 'commander';
import { z } from 'zod';
import { actSchema, type Act, type ActOutcome } from '#shared/domain/acts.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { issueSentences, parseOrThrow } from '#shared/domain/validation.ts';
import { EXIT_CODES } from '../platform/exit-code.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { actOnMany, isForOneRun, withBulkFlags, type BulkFlags } from './bulk-command.ts';
import { withFolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk } from './reach-desk.ts';
import { printable } from './table.ts';

interface ActFlags extends BulkFlags {
  percent?: string;
  summary?: string;
  externalExecutionId?: string;
  type?: string;
  message?: string;
}

interface ActCommand {
  readonly name: string;
  readonly act: Act['kind'];
  readonly description: string;
  readonly details: string;
  readonly flags: readonly Option[];
  readonly example: string;
}

const summary = new Option('--summary <text>', 'what the customer reads, up to 2,048 characters');
const externalId = new Option(
  '--external-execution-id <id>',
  "the backend's id of the work, where it is new",
);

const ACTS: readonly ActCommand[] = [
  {
    name: 'ack',
    act: 'acknowledge',
    description: 'claim a job that waits for a person',
    details: 'The run is yours afterwards: report progress before its deadline, complete or fail it.',
    flags: [],
    example: 'runs ack 4f1c… --reason "ticket 4711"',
  },
  {
    name: 'progress',
    act: 'progress',
    description: 'report progress on a run that you hold, which keeps it alive',
    details: 'CodePipeline hands out the next job of the run with a new deadline, about 30 s later.',
    flags: [new Option('--percent <n>', '0 to 100'), summary, externalId],
    example: 'runs progress 4f1c… --percent 40 --summary "Half of the report read"',
  },
  {
    name: 'complete',
    act: 'complete',
    description: 'report the final success of a run that you hold',
    details: 'The customer’s pipeline goes on.',
    flags: [summary, externalId],
    example: 'runs complete 4f1c… --summary "Approved"',
  },
  {
    name: 'fail',
    act: 'fail',
    description: 'report the final failure of a run',
    details: 'A job that nobody has claimed is claimed first.',
    flags: [
      new Option('--type <type>', 'failure type').choices([...FAILURE_TYPES]).makeOptionMandatory(),
      new Option(
        '--message <text>',
        'what the customer should do, up to 5,000 characters',
      ).makeOptionMandatory(),
      externalId,
    ],
    example: 'runs fail 153245 --type ConfigurationError --message "The test plan does not exist."',
  },
  {
    name: 'retry-step',
    act: 'retry-step',
    description: 'try the step that failed again, now',
    details: 'The agent would try it again by itself, later.',
    flags: [],
    example: 'runs retry-step 4f1c…',
  },
  {
    name: 'restart',
    act: 'restart-work',
    description: 'start the backend work again as a new attempt',
    details: 'The old work is cancelled where the processor can.',
    flags: [],
    example: 'runs restart 4f1c… --reason "the load generators were down"',
  },
  {
    name: 'take-over',
    act: 'take-over',
    description: 'take a run from the agent',
    details: 'The agent leaves it alone until it is handed back; you owe CodePipeline the next report.',
    flags: [],
    example: 'runs take-over 4f1c…',
  },
  {
    name: 'hand-back',
    act: 'hand-back',
    description: 'give a run that you hold back to the agent',
    details: 'The agent asks the backend for its state and goes on.',
    flags: [],
    example: 'runs hand-back 4f1c…',
  },
];

const percentSchema = z.object({
  '--percent': z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().max(100, 'expected at most 100'))
    .optional(),
});

const FLAG_OF: Readonly<Record<string, string>> = {
  percentComplete: '--percent',
  summary: '--summary',
  externalExecutionId: '--external-execution-id',
  failureType: '--type',
  message: '--message',
};

/** The same schema as for the window's buttons, with the flags' names in its sentences. */
function actOf(kind: Act['kind'], flags: ActFlags): Act {
  const percent = parseOrThrow(percentSchema, { '--percent': flags.percent })['--percent'];
  const given = {
    percentComplete: percent,
    summary: flags.summary,
    externalExecutionId: flags.externalExecutionId,
    failureType: flags.type,
    message: flags.message,
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = actSchema.safeParse({ kind, ...present });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    ...issue,
    path: issue.path.map((step) => FLAG_OF[String(step)] ?? step),
  }));
  const [sentence] = issueSentences(new z.ZodError(issues));
  throw new ActionDeskError('invalid-input', sentence ?? 'The act is not valid.');
}

const WORDS: Readonly<Record<ActOutcome, string>> = {
  'took-effect': 'took effect',
  'no-effect': 'no effect',
  overtaken: 'overtaken',
};

async function act(
  kind: Act['kind'],
  ids: readonly string[],
  flags: ActFlags,
  context: CommandContext,
): Promise<void> {
  const isOne = isForOneRun(ids, flags);
  const wanted = actOf(kind, flags);
  const [id = ''] = ids;
  if (!isOne) return actOnMany(ids, wanted, flags, context);
  const end = await withDesk(flags, 'act', context, (desk) =>
    desk.ask('runs.act', { runId: id, act: wanted }),
  );
  context.setExitCode(end.outcome === 'took-effect' ? EXIT_CODES.done : EXIT_CODES.failed);
  context.out(
    flags.json
      ? jsonText({ act: kind, ...end })
      : `${WORDS[end.outcome]}: ${printable(end.sentence)} (${end.runId}: ${end.before} → ${end.after})\n`,
  );
}

const MORE: Partial<Record<Act['kind'], string>> = {
  fail: ' --type SystemUnavailable --message "Tell {customer} to try again."',
};

const CONFIRM =
  "where a protected environment asks for it: the customer's label, or the environment's name for several runs";

const MANY =
  'Several runs, or --all-matching, are one bulk: without --yes it is only counted who can take it and why others cannot (exit 1, nothing is done); with --yes each run ends in its own verified outcome, and the exit code is 2 where one did not take effect, or where a run that was named could not take it. An agent that works in the data folder goes on with a bulk whose command is ended.';

const ACT_JSON = [
  ['act', 'what was asked for'],
  ['runId', 'the run that the id named'],
  ['outcome', '"took-effect" (exit 0), "no-effect" or "overtaken" (exit 2), after the state was read back'],
  ['sentence', 'what happened, for people'],
  ['before, after', 'the states of the run'],
  ['of several runs', '{done: false, preview: {total, can, cannot: [{why, runs}], tooMany}} without --yes'],
  [
    '',
    '{done: true, act, total, counts, left: [{why, runs}], rows} with it; rows are {runId, result, sentence, before, after, …}',
  ],
] as const;

/** `runs ack|progress|complete|fail|retry-step|restart|take-over|hand-back`: the acts of the console's buttons, on one run or on many. */
export function addActCommands(runs: Command, context: CommandContext): void {
  for (const { name, act: kind, description, details, flags, example } of ACTS) {
    const command = withBulkFlags(
      withFolderFlags(runs.command(name))
        .description(description)
        .argument('[run...]', 'run ids, any job ids, external execution ids or continuation tokens'),
    )
      .option('--reason <text>', 'why, for the audit; a protected environment asks for it')
      .option('--json', 'print JSON')
      .action((ids: string[], given: ActFlags) => act(kind, ids, given, context))
      .option('--confirm <name>', CONFIRM);
    flags.forEach((flag) => command.addOption(flag));
    manPage(command, {
      description: [
        details,
        MANY,
        'The agent or window that works in the data folder does it. Where none does, --config starts an agent for this one act, which takes up what an earlier agent left and polls nothing but, for a claim, the action type of the run.',
      ],
      json: ACT_JSON,
      examples: [
        `action-desk ${example}`,
        `action-desk runs ${name} --all-matching --region eu-west-1${MORE[kind] ?? ''} --yes`,
      ],
    });
  }
}
