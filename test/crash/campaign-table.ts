import { pointsWithoutKill, type CrashFailure, type Tally } from './tally.ts';

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, each) => total + each, 0);

/** The table of points with how often each was passed and killed at, the points never killed at, and the sums. */
export function campaignTable(tally: Tally, seed: number): string {
  const rows = [...tally.passed.keys()].sort();
  const width = Math.max(5, ...rows.map((row) => row.length));
  const columns = [tally.passed, tally.killed, tally.lost];
  const line = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(width) + cells.map((cell) => String(cell).padStart(13)).join('');
  const never = pointsWithoutKill(tally);
  const losses = [...tally.losses].map(([kind, times]) => `${times} ${kind}`).join(', ');
  return [
    line('point', ['passed', 'killed', 'then lost db']),
    ...rows.map((row) =>
      line(
        row,
        columns.map((column) => column.get(row) ?? 0),
      ),
    ),
    '',
    ...(never.length > 0 ? ['never killed at:', ...never.map((point) => `  ${point}`), ''] : []),
    `${sum(tally.losses)} runs lost the database${losses && `: ${losses}`}`,
    `${tally.runs} runs, ${tally.processes} processes, ${sum(tally.killed)} kills, ${rows.length} points, ` +
      `${never.length} never killed at, ${tally.failures.length} failed (seed ${seed})`,
  ].join('\n');
}

/** What went wrong in a run of a campaign, and how to have it again. */
export function failureText(failure: CrashFailure): string {
  const { index, seed, scenario, deaths, problems, losesLedgerAfter } = failure;
  const lost = failure.loses === 'database' ? ', database lost, its journal left' : ', database lost';
  const lines = deaths.map((death, at) => `  died ${death}${at === losesLedgerAfter ? lost : ''}`);
  const again = `  again: npm run test:crash -- --seed ${seed} --only ${index}`;
  return [`FAILED run ${index}: ${scenario}`, ...lines, ...problems.map((text) => `  ${text}`), again].join(
    '\n',
  );
}
