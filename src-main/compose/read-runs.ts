import { setImmediate } from 'node:timers/promises';
import type { RunSelection, RunSummary } from '#shared/domain/run.ts';
import type { RunReader } from '../store/run-reader.ts';

/** A slice is read in a few milliseconds. */
const RUNS_AT_ONCE = 200;

/** Who is meant is settled at the start; each run is read as it is when its slice comes. */
export async function* readRuns(
  reader: Pick<RunReader, 'idsOf' | 'summaries'>,
  selection: RunSelection,
): AsyncGenerator<RunSummary[]> {
  const ids = reader.idsOf(selection);
  for (let from = 0; from < ids.length; from += RUNS_AT_ONCE) {
    yield reader.summaries(ids.slice(from, from + RUNS_AT_ONCE));
    await setImmediate();
  }
}
