/*
 * The long pass of the crash matrix: random scenarios, killed at random points, in the middle of calls too, and again while
 * they recover; some lose their database at a death, with or without its journal of runs.
 * `npm run test:crash -- --runs 10000 [--minutes M] [--parallel N] [--seed S] [--resume]`; ends with a table of the points and
 * code 1 where a run did not end as it must. `--seed S --only INDEX` does one run again: with the same kills where it failed in
 * the last campaign, which keeps them, and drawn without a campaign's knowledge of points otherwise.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '#test/support/electron-path.ts';
import { bundleAgentUnderTest } from './agent-bundle.ts';
import { campaignTable, failureText } from './campaign-table.ts';
import { openCrashWorld, type CrashWorld } from './crash-world.ts';
import { drawRun, learnPoints, repeatRun, type DrawnRun } from './random-kills.ts';
import { crashScenarios } from './scenarios.ts';
import { openTally, type KeptTally } from './tally.ts';

const stateFile = join(projectFolder, 'node_modules', '.cache', 'action-desk', 'crash-campaign.json');
const REPORT_EVERY_MS = 30_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '600' },
    parallel: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'runs' | 'minutes' | 'parallel' | 'seed' | 'only', least: number): number {
  const number = Number(values[name]);
  if (Number.isFinite(number) && number >= least) return number;
  process.stderr.write(`--${name}: expected a number of at least ${least}\n`);
  process.exit(1);
}

const [minutes, seed] = [numberOf('minutes', 0), numberOf('seed', 0)];
const only = values.only === undefined ? null : numberOf('only', 0);
const runs = only === null ? numberOf('runs', 1) : only + 1;
const parallel = only === null ? numberOf('parallel', 1) : 1;

const earlier = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as KeptTally) : null;
const tally = openTally(values.resume ? earlier : null);
const startedAt = Date.now();
const until = startedAt + minutes * 60_000;
const points = learnPoints();
const runsBefore = tally.runs;
let next = only ?? tally.runs;
let interrupted = false;
let reportedAt = Date.now();

const say = (text: string): void => void process.stdout.write(`${text}\n`);

process.once('SIGINT', () => {
  interrupted = true;
  say('ending after the runs under way');
});

function keep(): void {
  if (only !== null) return;
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(stateFile, JSON.stringify(tally.kept()));
}

function report(): void {
  if (Date.now() - reportedAt < REPORT_EVERY_MS) return;
  reportedAt = Date.now();
  keep();
  const pace = Math.round(((tally.runs - runsBefore) * 60_000) / (reportedAt - startedAt));
  say(`${tally.runs} runs, ${tally.processes} processes, ${tally.failures.length} failed, ${pace} runs/min`);
}

function draw(index: number): DrawnRun {
  const before =
    only === null
      ? undefined
      : earlier?.failures.find((failure) => failure.index === index && failure.seed === seed);
  const scenario = crashScenarios.find(({ name }) => name === before?.scenario);
  if (before && scenario) return repeatRun(scenario, before);
  return drawRun(seed + index, crashScenarios, points, tally.killed);
}

async function work(world: CrashWorld): Promise<void> {
  while (next < runs && Date.now() < until && !interrupted) {
    const index = next++;
    const { scenario, plan } = draw(index);
    const outcome = await world.run(scenario, plan);
    points.learn(scenario, outcome);
    const { losesLedgerAfter = null, loses } = plan;
    tally.add(scenario, outcome, { index, seed, losesLedgerAfter, loses });
    const failure = tally.failures.at(-1);
    if (outcome.problems.length > 0 && failure) say(failureText(failure));
    report();
  }
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
say(`\n${campaignTable(tally, seed)}`);
process.exitCode = tally.failures.length > 0 ? 1 : 0;
