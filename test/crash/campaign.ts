/*
 * The long pass of the crash matrix: random scenarios, killed at random points, in the middle of calls too, and again while
 * they recover. `npm run test:crash -- --runs 10000 [--minutes M] [--parallel N] [--seed S] [--resume]`; ends with a table
 * of the points and code 1 where a run did not end as it must.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '#test/support/electron-path.ts';
import { bundleAgentUnderTest } from './agent-bundle.ts';
import { openCrashWorld, type CrashOutcome, type CrashWorld } from './crash-world.ts';
import { drawKills, learnPoints } from './random-kills.ts';
import { crashScenarios } from './scenarios.ts';
import { openTally, pointsWithoutKill, type KeptTally, type Tally } from './tally.ts';

const stateFile = join(projectFolder, 'node_modules', '.cache', 'action-desk', 'crash-campaign.json');
const REPORT_EVERY_MS = 30_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '600' },
    parallel: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    resume: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'runs' | 'minutes' | 'parallel' | 'seed', least: number): number {
  const number = Number(values[name]);
  if (Number.isFinite(number) && number >= least) return number;
  process.stderr.write(`--${name}: expected a number of at least ${least}\n`);
  process.exit(1);
}

const [runs, minutes] = [numberOf('runs', 1), numberOf('minutes', 0)];
const [parallel, seed] = [numberOf('parallel', 1), numberOf('seed', 0)];

const kept =
  values.resume && existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as KeptTally) : null;
const tally = openTally(kept);
const until = Date.now() + minutes * 60_000;
const points = learnPoints();
let next = tally.runs;
let interrupted = false;
let reportedAt = Date.now();

const say = (text: string): void => void process.stdout.write(`${text}\n`);

process.once('SIGINT', () => {
  interrupted = true;
  say('ending after the runs under way');
});

function keep(): void {
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(stateFile, JSON.stringify(tally.kept()));
}

function report(outcome: CrashOutcome, scenario: string): void {
  if (outcome.problems.length > 0) {
    const deaths = outcome.deaths.map(({ place, occurrence }) => `  died ${place} #${occurrence}`);
    say([`FAILED ${scenario}`, ...deaths, ...outcome.problems.map((text) => `  ${text}`)].join('\n'));
  }
  if (Date.now() - reportedAt < REPORT_EVERY_MS) return;
  reportedAt = Date.now();
  keep();
  say(`${tally.runs} runs, ${tally.processes} processes, ${tally.failures.length} failed`);
}

async function work(world: CrashWorld): Promise<void> {
  while (next < runs && Date.now() < until && !interrupted) {
    const index = next++;
    const { scenario, killOf } = drawKills(seed + index, crashScenarios, points, tally.killed);
    const outcome = await world.run(scenario, killOf);
    points.learn(scenario, outcome);
    tally.add(scenario, outcome);
    report(outcome, `run ${index} (seed ${seed}): ${scenario.name}`);
  }
}

function printTable(done: Tally): void {
  const rows = [...done.passed.keys()].sort();
  const width = Math.max(...rows.map((row) => row.length));
  say(`\n${'point'.padEnd(width)}  ${'passed'.padStart(9)}  ${'killed'.padStart(7)}`);
  for (const row of rows) {
    const [passed, killed] = [done.passed.get(row) ?? 0, done.killed.get(row) ?? 0];
    say(`${row.padEnd(width)}  ${String(passed).padStart(9)}  ${String(killed).padStart(7)}`);
  }
  const kills = [...done.killed.values()].reduce((sum, each) => sum + each, 0);
  say(
    `\n${done.runs} runs, ${done.processes} processes, ${kills} kills, ${rows.length} points, ` +
      `${pointsWithoutKill(done).length} never killed at, ${done.failures.length} failed (seed ${seed})`,
  );
}

const bundle = await bundleAgentUnderTest();
const worlds = await Promise.all(Array.from({ length: parallel }, () => openCrashWorld(bundle)));
try {
  await Promise.all(worlds.map(work));
} finally {
  keep();
  for (const world of worlds) await world.close();
  await bundle.remove();
}
printTable(tally);
process.exitCode = tally.failures.length > 0 ? 1 : 0;
