import type { TimelineEntry } from '#shared/domain/run.ts';

export interface ProgressPoint {
  at: number;
  percent: number;
}

const DEEPEST = 4;

function percentIn(payload: unknown, depth: number): number | null {
  if (typeof payload !== 'object' || payload === null || depth > DEEPEST) return null;
  for (const [key, value] of Object.entries(payload)) {
    if (key === 'percentComplete' && typeof value === 'number' && Number.isFinite(value)) {
      return Math.min(100, Math.max(0, value));
    }
    const inner = percentIn(value, depth + 1);
    if (inner !== null) return inner;
  }
  return null;
}

/**
 * The progress that was told to CodePipeline over time, read from the calls' payloads; refused calls do not count. With
 * `succeededAt` it ends in the 100 of the final success, whether a payload says so or not.
 */
export function progressHistory(
  timeline: readonly TimelineEntry[],
  succeededAt: number | null = null,
): ProgressPoint[] {
  const told = timeline
    .filter((entry) => entry.kind === 'codepipeline' && entry.outcome === 'ok')
    .flatMap((entry) => {
      const percent = percentIn(entry.payload, 0);
      return percent === null ? [] : [{ at: entry.at, percent }];
    })
    .sort((a, b) => a.at - b.at);
  if (succeededAt === null || told.at(-1)?.percent === 100) return told;
  return [...told, { at: succeededAt, percent: 100 }];
}
