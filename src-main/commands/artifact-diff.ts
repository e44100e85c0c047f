import type { Compared, ComparedRow } from '#shared/domain/artifact-compare.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { EXIT_CODES } from '../platform/exit-code.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { objectOf, withLookup, type LookupFlags } from './artifact-lookup-flags.ts';
import { printable } from './table.ts';

/** Flags of `artifacts diff`. */
export interface DiffFlags extends LookupFlags {
  entry?: string;
  exitCode?: boolean;
  json?: boolean;
}

const MARKS: Record<Exclude<Compared, 'same'>, string> = {
  added: 'A',
  removed: 'D',
  changed: 'M',
  unknown: '?',
};

/** `artifacts diff`: by content, a line for each path that differs. */
export async function diffArtifacts(
  leftUri: string,
  rightUri: string,
  flags: DiffFlags,
  context: CommandContext,
): Promise<void> {
  const places = [objectOf(leftUri), objectOf(rightUri)] as const;
  const { compareLooked } = await import('../compose/artifact-lookup.ts');
  await withLookup(flags, context, async (lookup) => {
    const [left, right] = await Promise.all(places.map((place) => lookup.open(place)));
    if (!left || !right) return;
    const { entry } = flags;
    const rows: ComparedRow[] = [];
    const counts: Record<Compared, number> = { added: 0, removed: 0, changed: 0, same: 0, unknown: 0 };
    await compareLooked(left, right, (row) => {
      if (entry !== undefined && row.path !== entry && !row.path.startsWith(`${entry.replace(/\/$/, '')}/`))
        return;
      counts[row.verdict] += 1;
      if (row.verdict !== 'same') rows.push(row);
    });
    const compared = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (entry !== undefined && compared === 0)
      throw new ActionDeskError('not-found', `Neither artifact has ${JSON.stringify(entry)}.`);
    rows.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
    if (flags.exitCode && rows.length > 0) context.setExitCode(EXIT_CODES.failed);
    if (flags.json) {
      const shown = rows.map(({ path, verdict, leftSize, rightSize, fault }) => ({
        ...{ path, verdict, leftSize, rightSize, fault },
      }));
      return context.out(jsonText({ counts, rows: shown }));
    }
    for (const { path, verdict, fault } of rows) {
      if (verdict === 'same') continue;
      const why = fault ? `  (${printable(fault.sentence)})` : '';
      context.out(`${MARKS[verdict]} ${printable(path)}${why}\n`);
    }
    const { added, removed, changed, same, unknown } = counts;
    const rest = unknown === 0 ? '' : `, ${unknown} could not be read`;
    context.err(`${added} added, ${removed} removed, ${changed} changed, ${same} the same${rest}.\n`);
  });
}
