import { Option, type Command } from 'commander';
import { z } from 'zod';
import { RUN_SORTS, runQuerySchema, type RunDetail, type RunPage } from '#shared/domain/run.ts';
import { RUN_STATES } from '#shared/domain/run-state.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { addActCommands } from './act-commands.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { withFolderFlags, type FolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk } from './reach-desk.ts';
import { matchOf, withMatchFlags, type MatchFlags } from './run-match-flags.ts';
import { addRunsExportCommand } from './runs-export-command.ts';
import { formatTable, formatTime, printable } from './table.ts';

interface ListFlags extends FolderFlags, MatchFlags {
  sort: string;
  ascending?: boolean;
  page: string;
  pageSize: string;
  json?: boolean;
}

const { shape } = runQuerySchema;
const listSchema = z.object({
  '--sort': shape.sortBy,
  '--page': z.coerce.number('expected a number').pipe(shape.page.unwrap()),
  '--page-size': z.coerce.number('expected a number').pipe(shape.pageSize.unwrap()),
});

const percent = (value: number | null): string | null => (value === null ? null : `${value}%`);

function placeOf(run: RunDetail['run']): string {
  return [run.pipelineName, run.stageName, run.actionName].map((name) => name ?? '?').join(' / ');
}

function pageText({ rows, total }: RunPage, page: number, pageSize: number): string {
  if (total === 0) return 'No runs.\n';
  const table = formatTable(
    ['RUN', 'STATE', 'DONE', 'CUSTOMER', 'PIPELINE / STAGE / ACTION', 'REGION', 'EXECUTION', 'UPDATED'],
    rows.map((run) => [
      run.runId,
      run.state,
      percent(run.percentComplete),
      run.clientLabel ?? run.clientId ?? run.accountId,
      placeOf(run),
      run.region,
      run.externalExecutionId,
      formatTime(run.updatedAt),
    ]),
  );
  const pages = Math.ceil(total / pageSize);
  return pages > 1 ? `${table}Page ${page} of ${pages}, ${total} runs.\n` : table;
}

function detailText(detail: RunDetail): string {
  const { run } = detail;
  const facts: [string, string | null][] = [
    ['run', run.runId],
    ['state', `${run.state}, held by the ${run.heldBy}, attempt ${run.attempt}`],
    ['message', run.message],
    ['progress', percent(run.percentComplete)],
    ['customer', run.clientLabel ?? run.clientId ?? run.accountId],
    ['action', placeOf(run)],
    ['region', run.region],
    ['execution', run.externalExecutionId],
    ['details', run.executionUrl],
    ['deadline', formatTime(run.deadlineAt)],
    ['failure', run.failureType],
  ];
  const known = facts.filter(([, value]) => value !== null);
  const jobs = detail.jobs.map((job) => [
    String(job.sequence),
    job.jobId,
    job.state,
    formatTime(job.polledAt),
    formatTime(job.answeredAt),
  ]);
  const lines = detail.timeline.map((entry) => [
    formatTime(entry.at),
    entry.kind,
    entry.operation,
    entry.outcome,
    entry.sentence,
  ]);
  return [
    known.map(([name, value]) => `${name.padEnd(10)}${printable(value ?? '')}\n`).join(''),
    formatTable(['#', 'JOB', 'STATE', 'POLLED', 'ANSWERED'], jobs),
    formatTable(['TIME', 'WITH', 'OPERATION', 'OUTCOME', 'WHAT HAPPENED'], lines),
  ].join('\n');
}

async function listRuns(flags: ListFlags, context: CommandContext): Promise<void> {
  const match = matchOf(flags);
  const query = parseOrThrow(listSchema, {
    '--sort': flags.sort,
    '--page': flags.page,
    '--page-size': flags.pageSize,
  });
  const [page, pageSize] = [query['--page'], query['--page-size']];
  const found = await withDesk(flags, 'read', context, (desk) =>
    desk.ask('runs.list', {
      ...match,
      sortBy: query['--sort'],
      descending: !flags.ascending,
      page,
      pageSize,
    }),
  );
  context.out(flags.json ? jsonText(found) : pageText(found, page, pageSize));
}

const idSchema = z.object({
  id: z.string().min(1, 'expected an id').max(600, 'expected at most 600 characters'),
});

async function showRun(
  given: string,
  flags: FolderFlags & { json?: boolean },
  context: CommandContext,
): Promise<void> {
  const { id } = parseOrThrow(idSchema, { id: given });
  const detail = await withDesk(flags, 'read', context, (desk) => desk.ask('runs.get', { id }));
  context.out(flags.json ? jsonText(detail) : detailText(detail));
}

const RUN_JSON = [
  ['runId, region, protocol, actionTypeId', 'the run, and where it was polled: "third-party" or "custom"'],
  ['state', `one of ${RUN_STATES.join(', ')}`],
  [
    'heldBy, processorKind, attempt',
    'who works on it ("agent" or "engineer"), what does the work, and which try it is',
  ],
  ['clientId, clientLabel, accountId', 'the customer, as far as known'],
  ['pipelineName, stageName, actionName', 'where the action stands'],
  ['externalExecutionId, executionUrl', "the backend's id of the work and the customer's link to it"],
  ['percentComplete, message, failureType', 'the last that is known'],
  ['currentJobId, jobCount', 'the job that is open, and how many the chain has had'],
  ['deadlineAt', 'when CodePipeline gives up on the current job; null where it is not known or not open'],
  [
    'createdAt, updatedAt, finishedAt',
    'all times are epoch milliseconds; finishedAt is null until the run is final',
  ],
] as const;

/** `runs`: lists, shows and exports runs, and the acts on them. */
export function addRunsCommand(program: Command, context: CommandContext): void {
  const runs = program.command('runs').description('runs of a data folder, and acts on them');
  manPage(runs, {
    description: [
      'A run is one execution of the vendor’s action: a chain of jobs. While an agent or the window works in the data folder, it answers; else the ledger is read.',
    ],
    examples: ['action-desk runs list --state needs-token', 'action-desk runs show 153245'],
  });
  const list = withMatchFlags(
    withFolderFlags(runs.command('list')).description('list runs, the newest first'),
  )
    .addOption(new Option('--sort <field>', 'order by').choices([...RUN_SORTS]).default('createdAt'))
    .option('--ascending', 'the smallest first')
    .option('--page <n>', 'page, from 1', '1')
    .option('--page-size <n>', 'runs a page, up to 500', '50')
    .option('--json', 'print JSON: {rows, total, countsByState}')
    .action((flags: ListFlags) => listRuns(flags, context));
  manPage(list, {
    json: [
      ['total', 'how many runs match'],
      ['countsByState', 'how many runs the whole ledger has in each state that occurs'],
      ['rows', 'the runs of the page, each with:'],
      ...RUN_JSON,
    ],
    examples: ['action-desk runs list --state needs-token with-engineer --json'],
  });
  const show = withFolderFlags(runs.command('show'))
    .description('show one run with its jobs and everything that happened')
    .argument('<id>', 'run id, any job id, external execution id or continuation token')
    .option('--json', 'print JSON')
    .action((id: string, flags: FolderFlags & { json?: boolean }) => showRun(id, flags, context));
  manPage(show, {
    json: [
      ['run', 'as in runs list'],
      [
        'jobs',
        'the chain: {jobId, sequence, state, polledAt, acknowledgedAt, answeredAt, deadlineAt, continuationToken}',
      ],
      [
        'timeline',
        'every call and decision: {id, at, jobId, kind, operation, outcome, durationMs, sentence, payload}',
      ],
      ['configuration', '{key, value, secret}; the value of a secret is null'],
      ['inputArtifacts, outputArtifacts', '{name, revision, location: {bucket, key}}'],
      [
        'pendingResult',
        'a result that CodePipeline has not accepted yet: {kind, tries, nextTryAt, lastError}',
      ],
      [
        'pipelineArn, pipelineExecutionId, actionExecutionId, continuationToken, encryptionKeyId',
        'as CodePipeline told them',
      ],
    ],
    examples: ['action-desk runs show 153245 --json'],
  });
  addRunsExportCommand(runs, context);
  addActCommands(runs, context);
}
