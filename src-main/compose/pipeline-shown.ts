import { createHash } from 'node:crypto';
import type { ActionRow, OurRun, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { splitSnapshot } from '#shared/domain/pipeline-parts.ts';
import type { PipelinesAnswer } from './pipeline-desk.ts';

/**
 * More rows than these of executions side by side are not sent: nobody reads as many, and a window that draws them stands still.
 * The page says whose are left out.
 */
const MOST_ROWS = 2_000;

/**
 * What of a snapshot, and of the runs that belong to its actions, the page of a pipeline shows. Where stages lock: of each stage the
 * actions of its latest execution. In PARALLEL mode: of so many executions, the newest first, all actions, and of the others those
 * that did not succeed, which can be answered or retried; `lookedInto` names the first.
 */
export function shownOf(snapshot: PipelineSnapshot, runs: readonly OurRun[]): PipelinesAnswer<'get'> {
  if (snapshot.executionMode === 'PARALLEL') {
    const shown = newestOf(snapshot);
    const kept = new Set(shown.actions.map(({ executionId }) => executionId));
    return {
      snapshot: shown,
      runs: runs.filter(({ executionId }) => executionId === null || kept.has(executionId)),
    };
  }
  const latest = new Map(snapshot.states.map(({ name, latest }) => [name, latest?.executionId]));
  const isLatest = (one: { stageName: string | null; executionId: string | null }): boolean =>
    one.executionId === null || latest.get(one.stageName ?? '') === one.executionId;
  return {
    snapshot: { ...snapshot, actions: snapshot.actions.filter(isLatest) },
    runs: runs.filter(isLatest),
  };
}

function newestOf(snapshot: PipelineSnapshot): PipelineSnapshot {
  if (snapshot.actions.length <= MOST_ROWS) return snapshot;
  const counts = new Map<string, number>();
  for (const { executionId } of snapshot.actions) counts.set(executionId, (counts.get(executionId) ?? 0) + 1);
  const order = snapshot.executions.map(({ executionId }) => executionId);
  const kept = new Set<string>();
  let rows = 0;
  for (const executionId of order.filter((one) => counts.has(one))) {
    rows += counts.get(executionId) ?? 0;
    if (rows > MOST_ROWS && kept.size > 0) break;
    kept.add(executionId);
  }
  const isShown = ({ executionId, status }: ActionRow): boolean =>
    kept.has(executionId) || status !== 'Succeeded';
  return { ...snapshot, actions: snapshot.actions.filter(isShown), lookedInto: [...kept] };
}

/** The parts of what is shown, without those that the asker has: `known` are digests of an earlier answer. */
export function changedParts(
  { snapshot, runs }: PipelinesAnswer<'get'>,
  known: readonly string[],
): PipelinesAnswer<'changes'> {
  const has = new Set(known);
  const { head, parts } = splitSnapshot(snapshot, runs);
  return {
    head,
    parts: parts.map((part) => {
      const digest = createHash('sha256').update(JSON.stringify(part)).digest('base64url');
      return { digest, part: has.has(digest) ? null : part };
    }),
  };
}
