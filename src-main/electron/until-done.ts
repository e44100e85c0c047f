import { setTimeout as wait } from 'node:timers/promises';
import type { Runtime } from '#main/compose/runtime.ts';
import { readPracticeProgress } from './practice-progress.ts';
import type { SeedVerdict } from './until-done-decision.ts';

/** What became of the seeds: all as intended, or the sentences of those that are not. */
export type UntilDone = { done: true; verdicts: readonly SeedVerdict[] } | { done: false; missing: string[] };

/**
 * Waits until every seed of the scenario is as intended in both ledgers, or until `limitMs` have passed or `signal`
 * fires. A single question that fails is asked again: the time limit decides.
 */
export async function waitUntilDone(
  runtime: Runtime,
  options: {
    readonly limitMs: number;
    readonly pollMs: number;
    readonly signal?: AbortSignal;
    readonly readProgress?: (runtime: Runtime) => Promise<SeedVerdict[]>;
  },
): Promise<UntilDone> {
  const { limitMs, pollMs, signal, readProgress = readPracticeProgress } = options;
  const end = performance.now() + limitMs;
  let missing = ['the scenario could not be read'];
  for (;;) {
    try {
      const verdicts = await readProgress(runtime);
      const open = verdicts.filter(({ asIntended }) => !asIntended);
      if (verdicts.length > 0 && open.length === 0) return { done: true, verdicts };
      missing = verdicts.length === 0 ? ['the scenario seeds no run'] : open.map(({ sentence }) => sentence);
    } catch (error) {
      missing = [`progress could not be read: ${error instanceof Error ? error.message : String(error)}`];
    }
    if (signal?.aborted || performance.now() >= end) return { done: false, missing };
    await wait(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
