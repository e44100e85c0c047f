import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { RunMatch, RunSummary } from '#shared/domain/run.ts';
import { csvHead, csvLine, jsonLine, writeRunTable } from '../tables/run-table-file.ts';
import type { CommandContext } from './command-context.ts';
import { withFolderFlags, type FolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk, type ReachedDesk } from './reach-desk.ts';
import { matchOf, withMatchFlags, type MatchFlags } from './run-match-flags.ts';

interface ExportFlags extends FolderFlags, MatchFlags {
  format: 'csv' | 'json';
  output?: string;
}

async function* readAll(desk: ReachedDesk, match: RunMatch): AsyncGenerator<RunSummary[]> {
  let asked: RunMatch | null = match;
  for (;;) {
    const { runs }: { runs: RunSummary[] } = await desk.ask('runs.read', { match: asked });
    if (runs.length === 0) return;
    yield runs;
    asked = null;
  }
}

/** The same bytes as in a file, as they come: a hundred thousand runs are not held here. */
async function print(
  runs: AsyncIterable<RunSummary[]>,
  format: 'csv' | 'json',
  context: CommandContext,
): Promise<void> {
  let isFirst = true;
  context.out(format === 'csv' ? csvHead() : '[');
  for await (const some of runs) {
    for (const run of some) {
      context.out(format === 'csv' ? csvLine(run) : `${isFirst ? '' : ','}\n${jsonLine(run)}`);
      isFirst = false;
    }
  }
  if (format === 'json') context.out('\n]\n');
}

async function exportRuns(flags: ExportFlags, context: CommandContext): Promise<void> {
  const match = matchOf(flags);
  await withDesk(flags, 'read', context, async (desk) => {
    const runs = readAll(desk, match);
    if (flags.output === undefined) return print(runs, flags.format, context);
    const count = await writeRunTable(resolve(flags.output), flags.format, runs);
    context.out(`Wrote ${count} ${count === 1 ? 'run' : 'runs'} to ${flags.output}.\n`);
  });
}

/** `runs export`: the runs that match as a table, the same as the window's export. */
export function addRunsExportCommand(runs: Command, context: CommandContext): void {
  const command = withMatchFlags(
    withFolderFlags(runs.command('export')).description('write runs as CSV or JSON'),
  )
    .addOption(new Option('--format <format>', 'what to write').choices(['csv', 'json']).default('csv'))
    .option('--output <file>', 'file to write, readable by you alone (default: standard output)')
    .action((flags: ExportFlags) => exportRuns(flags, context));
  manPage(command, {
    description: [
      'All runs that match when the command begins, each as it is when its turn comes. Times are ISO 8601, UTC. Tokens, configuration and payloads are in no column; what looks like a secret in a message is masked.',
      'In CSV, a text that a spreadsheet would take for a formula begins with an apostrophe.',
    ],
    examples: [
      'action-desk runs export --state failed --output failed.csv',
      'action-desk runs export --format json --region eu-west-1 > runs.json',
    ],
  });
}
