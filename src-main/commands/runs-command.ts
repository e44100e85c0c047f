import { Option, type Command } from 'commander';
import { z } from 'zod';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { RUN_SORTS, runQuerySchema, type RunDetail, type RunPage } from '#shared/domain/run.ts';
import { RUN_STATES } from '#shared/domain/run-state.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { createRunReader } from '../store/run-reader.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { dataFolderOf, withFolderFlags, withStore, type FolderFlags } from './data-folder.ts';
import { formatTable, formatTime, printable } from './table.ts';

interface ListFlags extends FolderFlags {
  state?: string[];
  region?: string[];
  text?: string;
  sort: string;
  ascending?: boolean;
  page: string;
  pageSize: string;
  json?: boolean;
}

const { shape } = runQuerySchema;
const listSchema = z.object({
  '--state': shape.states,
  '--region': shape.regions,
  '--text': shape.text,
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
  const query = parseOrThrow(listSchema, {
    '--state': flags.state,
    '--region': flags.region,
    '--text': flags.text,
    '--sort': flags.sort,
    '--page': flags.page,
    '--page-size': flags.pageSize,
  });
  const [page, pageSize] = [query['--page'], query['--page-size']];
  await withStore(dataFolderOf(flags).dir, false, (db) => {
    const found = createRunReader(db).listRuns({
      states: query['--state'],
      regions: query['--region'],
      text: query['--text'],
      sortBy: query['--sort'],
      descending: !flags.ascending,
      page,
      pageSize,
    });
    context.out(flags.json ? jsonText(found) : pageText(found, page, pageSize));
  });
}

async function showRun(
  id: string,
  flags: FolderFlags & { json?: boolean },
  context: CommandContext,
): Promise<void> {
  await withStore(dataFolderOf(flags).dir, false, (db) => {
    const detail = createRunReader(db).getRun(id);
    if (!detail) throw new ActionDeskError('not-found', `No run is known by the id ${printable(id)}.`);
    context.out(flags.json ? jsonText(detail) : detailText(detail));
  });
}

/** `runs list|show`: reads a data folder, also while an agent runs there. */
export function addRunsCommand(program: Command, context: CommandContext): void {
  const runs = program.command('runs').description('runs in the ledger of a data folder');
  withFolderFlags(runs.command('list'))
    .description('list runs, the newest first')
    .addOption(new Option('--state <state...>', 'only these states').choices([...RUN_STATES]))
    .option('--region <region...>', 'only these regions')
    .option('--text <text>', 'a whole id, or a part of customer, pipeline, region or message')
    .addOption(new Option('--sort <field>', 'order by').choices([...RUN_SORTS]).default('createdAt'))
    .option('--ascending', 'the smallest first')
    .option('--page <n>', 'page, from 1', '1')
    .option('--page-size <n>', 'runs a page, up to 500', '50')
    .option('--json', 'print JSON: {rows, total, countsByState}')
    .addHelpText('after', '\nExample:\n  action-desk runs list --state needs-token with-engineer --json')
    .action((flags: ListFlags) => listRuns(flags, context));
  withFolderFlags(runs.command('show'))
    .description('show one run: by run id, any job id, external execution id or continuation token')
    .argument('<id>', 'any of its ids')
    .option('--json', 'print JSON')
    .action((id: string, flags: FolderFlags & { json?: boolean }) => showRun(id, flags, context));
}
