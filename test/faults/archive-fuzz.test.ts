import { expect, it } from 'vitest';
import { fuzzArchives } from '#test/fuzz/archive-fuzz.ts';
import type { FuzzRun } from '#test/fuzz/archive-fuzz.ts';

const seed = 20_260_115;

it(
  'reads 500 mutated archives without a crash, a hang, or a byte more than told',
  { timeout: 120_000 },
  async () => {
    const wrong: FuzzRun[] = [];
    const outcomes = new Set<string>();
    for await (const run of fuzzArchives(500, seed)) {
      if (run.wrong !== null) wrong.push(run);
      outcomes.add(run.outcome);
    }

    expect(wrong).toEqual([]);
    // The mutations must get past the door: archives that open, and many ways to fail.
    expect(outcomes).toContain('zip');
    expect(outcomes).toContain('tar');
    expect(outcomes).toContain('tar.gz');
    expect(outcomes.size).toBeGreaterThan(10);
  },
);
