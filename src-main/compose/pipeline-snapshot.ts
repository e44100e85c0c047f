import type { ExecutionRow, PipelineRef, PipelineSnapshot, StageState } from '#shared/domain/pipeline.ts';
import type { PipelineReader, VersionedAction } from '../aws/pipelines.ts';

/** More executions than these are not looked into: each costs a call. */
const MOST_LOOKED_INTO = 60;

/** Makes a call within the traffic budget of a region. */
export type WithinBudget = <T>(region: string, send: () => Promise<T>) => Promise<T>;

/**
 * Reads all that a pipeline's page shows and a what-if starts from: three calls, and one more for each execution that is under
 * way or was the last in a stage. `also` names executions to be looked into besides (the target of a rollback).
 */
export async function readSnapshot(
  reader: PipelineReader,
  ref: PipelineRef,
  call: WithinBudget,
  options: { now: () => number; also?: readonly string[] },
): Promise<PipelineSnapshot> {
  const readAt = options.now();
  const ask = <T>(send: () => Promise<T>): Promise<T> => call(ref.region, send);
  const [declared, states, history] = await Promise.all([
    ask(() => reader.declaration(ref)),
    ask(() => reader.states(ref)),
    ask(() => reader.executions(ref, null)),
  ]);
  const wanted = lookedInto(history.items, states, options.also ?? []);
  const actions = (await Promise.all(wanted.map((id) => readActions(reader, ref, id, ask)))).flat();
  const versions = new Map(actions.map(({ executionId, pipelineVersion }) => [executionId, pipelineVersion]));
  return {
    ref,
    readAt,
    ...declared,
    states,
    executions: history.items.map((row) => ({
      ...row,
      pipelineVersion: versions.get(row.executionId) ?? row.pipelineVersion,
    })),
    actions: actions.map(({ pipelineVersion: _known, ...row }) => row),
    // One without any is as good as unread: the history lags behind the state.
    lookedInto: [...new Set(actions.map(({ executionId }) => executionId))],
    moreExecutions: history.cursor !== null,
  };
}

function lookedInto(
  executions: readonly ExecutionRow[],
  states: readonly StageState[],
  also: readonly string[],
): string[] {
  const underWay = executions
    .filter(({ status }) => status === 'InProgress' || status === 'Stopping')
    .map(({ executionId }) => executionId);
  const latest = states.flatMap((state) => (state.latest ? [state.latest.executionId] : []));
  // In PARALLEL mode no state tells of those that failed and can be retried.
  const failed = executions
    .filter(({ status, mode }) => mode === 'PARALLEL' && (status === 'Failed' || status === 'Stopped'))
    .map(({ executionId }) => executionId);
  return [...new Set([...also, ...latest, ...underWay, ...failed])].slice(0, MOST_LOOKED_INTO);
}

/** All action executions of one execution, page after page; the newest first. */
export async function readActions(
  reader: Pick<PipelineReader, 'actions'>,
  ref: PipelineRef,
  executionId: string,
  ask: <T>(send: () => Promise<T>) => Promise<T>,
): Promise<VersionedAction[]> {
  const found: VersionedAction[] = [];
  let cursor: string | null = null;
  do {
    const page = await ask(() => reader.actions(ref, executionId, cursor));
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}
