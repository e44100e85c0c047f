import { parseArgs } from 'node:util';
import { archiveSeeds } from './archive-seeds.ts';
import { fuzzArchives } from './archive-fuzz.ts';

/** Memory above idle that reading hostile archives may take, in bytes. */
const mostMemory = 64 * 1024 * 1024;
const toldEach = 1000;

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 10_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const print = (line: string) => process.stdout.write(`${line}\n`);

const seeds = archiveSeeds();
// What is loaded and compiled by the first runs is idle memory.
for await (const warm of fuzzArchives(200, seed + 1, seeds)) if (warm.wrong) break;
globalThis.gc?.();
const idle = { resident: process.memoryUsage.rss(), held: held() };
let peak = 0;
let peakHeld = 0;
let slowest = 0;
let failed = 0;
const outcomes = new Map<string, number>();

print(
  `${runs} mutated archives with seed ${seed}; idle at ${megabytes(idle.resident)} MB, ${megabytes(idle.held)} of it in objects`,
);
for await (const { run, ms, outcome, wrong } of fuzzArchives(runs, seed, seeds)) {
  process.send?.(run);
  slowest = Math.max(slowest, ms);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  peak = Math.max(peak, process.memoryUsage.rss() - idle.resident);
  peakHeld = Math.max(peakHeld, heldAboveIdle());
  if (wrong !== null) {
    failed += 1;
    print(`run ${run} (seed ${seed}): ${wrong}`);
  }
  if ((run + 1) % toldEach === 0) print(`${run + 1} done, ${failed} failed, +${megabytes(peak)} MB at most`);
}
for (const [outcome, count] of [...outcomes].sort((a, b) => b[1] - a[1])) print(`  ${count} × ${outcome}`);
if (Math.max(peak, peakHeld) > mostMemory) {
  failed += 1;
  print(
    `memory rose by ${megabytes(Math.max(peak, peakHeld))} MB above idle, more than ${megabytes(mostMemory)}`,
  );
}
print(
  `${runs} runs, ${failed} failed; slowest ${Math.round(slowest)} ms; at most ${megabytes(peak)} MB above idle, ${megabytes(peakHeld)} MB in objects`,
);
process.exitCode = failed > 0 ? 1 : 0;
process.disconnect?.();

/** Above the bound only what a collection leaves counts: what waits for one is not held. */
function heldAboveIdle(): number {
  if (held() - idle.held > mostMemory) globalThis.gc?.();
  return held() - idle.held;
}

/** Objects and buffers, with those that only wait for being collected. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
