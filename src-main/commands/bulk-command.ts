import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Act } from '#shared/domain/acts.ts';
import { bulkSentence, type BulkPreview, type BulkRow, type BulkView } from '#shared/domain/bulk.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { EXIT_CODES } from '../platform/exit-code.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import type { FolderFlags } from './data-folder.ts';
import { withDesk, type ReachedDesk } from './reach-desk.ts';
import { isNarrowed, matchOf, withMatchFlags, type MatchFlags } from './run-match-flags.ts';
import { formatTable, printable } from './table.ts';

/** The flags of an act that may go to many runs. */
export interface BulkFlags extends FolderFlags, MatchFlags {
  allMatching?: boolean;
  yes?: boolean;
  json?: boolean;
  reason?: string;
  confirm?: string;
}

/** Below the 30 s of silence after which the agent closes the connection. */
const LOOK_EVERY_MS = 250;
const ROWS_AT_ONCE = 200;

export function withBulkFlags(command: Command): Command {
  return withMatchFlags(
    command.option('--all-matching', 'all runs that --state, --region and --text name'),
  ).option('--yes', 'do it; without it, several runs are only counted');
}

/** Whether these arguments mean one run. Throws `invalid-input` where they mean none, or contradict each other. */
export function isForOneRun(ids: readonly string[], flags: BulkFlags): boolean {
  const refuse = (sentence: string): never => {
    throw new ActionDeskError('invalid-input', sentence);
  };
  if (flags.allMatching) {
    if (ids.length > 0) refuse('Name runs, or give --all-matching: not both.');
    if (!isNarrowed(flags)) refuse('--all-matching: say which, with --state, --region or --text.');
    return false;
  }
  if (isNarrowed(flags)) refuse('--state, --region and --text choose runs together with --all-matching.');
  if (ids.length === 0) refuse('Name a run, several, or --all-matching with what they match.');
  return ids.length === 1;
}

async function selectionOf(
  desk: ReachedDesk,
  ids: readonly string[],
  flags: BulkFlags,
): Promise<RunSelection> {
  if (flags.allMatching) return { kind: 'matching', match: matchOf(flags), except: [] };
  const runIds = new Set<string>();
  for (const id of ids) runIds.add((await desk.ask('runs.get', { id })).run.runId);
  return { kind: 'chosen', runIds: [...runIds] };
}

const becauseLines = (groups: BulkPreview['cannot']): string =>
  groups.map(({ why, runs }) => `  ${runs} cannot: ${printable(why)}\n`).join('');

function printPreview(preview: BulkPreview, flags: BulkFlags, context: CommandContext): void {
  context.setExitCode(EXIT_CODES.wrongUse);
  if (flags.json) return context.out(jsonText({ done: false, preview }));
  const { can, total, cannot, tooMany } = preview;
  context.out(`${can}${tooMany ? ' and more' : ''} of ${total} can take it.\n${becauseLines(cannot)}`);
  context.out(
    can === 0 || tooMany
      ? `Nothing was done.${tooMany ? ' Narrow the selection: that is more than one bulk takes.' : ''}\n`
      : 'Nothing was done: add --yes to do it.\n',
  );
}

async function rowsOf(desk: ReachedDesk, bulkId: string): Promise<BulkRow[]> {
  const all: BulkRow[] = [];
  for (let page = 1; ; page += 1) {
    const { rows, total } = await desk.ask('bulk.rows', {
      bulkId,
      results: [],
      page,
      pageSize: ROWS_AT_ONCE,
    });
    all.push(...rows);
    if (rows.length === 0 || all.length >= total) return all;
  }
}

function printEnd(view: BulkView, rows: readonly BulkRow[], flags: BulkFlags, context: CommandContext): void {
  const allTookEffect = view.counts['took-effect'] === view.total;
  const isWhole = flags.allMatching === true || view.left.length === 0;
  context.setExitCode(allTookEffect && isWhole ? EXIT_CODES.done : EXIT_CODES.failed);
  if (flags.json) {
    const { total, counts, left } = view;
    return context.out(jsonText({ done: true, act: view.act.kind, total, counts, left, rows }));
  }
  const cells = rows.map((row) => [row.runId, row.customer, row.result, row.after, row.sentence]);
  context.out(formatTable(['RUN', 'CUSTOMER', 'RESULT', 'NOW', 'WHAT HAPPENED'], cells));
  context.out(`${bulkSentence(view)}.\n${becauseLines(view.left)}`);
}

/**
 * One act on several runs, as the window's bulk: what can take it is counted, with `--yes` done, and each run has its own
 * verified outcome. In a protected environment a destructive one asks for the environment's name with `--confirm`.
 */
export async function actOnMany(
  ids: readonly string[],
  act: Act,
  flags: BulkFlags,
  context: CommandContext,
): Promise<void> {
  await withDesk(flags, flags.yes ? 'act' : 'read', context, async (desk) => {
    const selection = await selectionOf(desk, ids, flags);
    const preview = await desk.ask('bulk.preview', { selection, kind: act.kind });
    if (!flags.yes || preview.can === 0 || preview.tooMany) return printPreview(preview, flags, context);
    let view = await desk.ask('bulk.start', { selection, act });
    while (view.endedAt === null) {
      await wait(LOOK_EVERY_MS);
      view = await desk.ask('bulk.get', { bulkId: view.bulkId });
    }
    printEnd(view, await rowsOf(desk, view.bulkId), flags, context);
  });
}
