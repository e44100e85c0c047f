import type { ExecutionRow, PipelineSnapshot, StageState } from '#shared/domain/pipeline.ts';

/**
 * Whether an execution succeeded in a stage, whatever became of it after; null where that is not known without asking: the page
 * has the actions of each stage's latest execution only, and a stage may be skipped.
 */
export function succeededIn(
  snapshot: PipelineSnapshot,
  { executionId, status }: ExecutionRow,
  stageName: string,
): boolean | null {
  const at = snapshot.stages.findIndex(({ name }) => name === stageName);
  const latest = snapshot.states[at]?.latest;
  if (latest?.executionId === executionId) return latest.status === 'Succeeded';
  const stage = snapshot.stages[at];
  const canSkip =
    stage?.onFailure === 'SKIP' || (stage?.conditions.some(({ result }) => result === 'SKIP') ?? false);
  const isBeyond = snapshot.states
    .slice(at + 1)
    .some((state) => isIn(state, executionId) || waitsFor(state, executionId));
  if (status === 'Succeeded' || isBeyond) return canSkip ? null : true;
  const isBefore =
    snapshot.states
      .slice(0, at)
      .some((state) => isIn(state, executionId) && state.latest?.status !== 'Succeeded') ||
    snapshot.states.slice(0, at + 1).some((state) => waitsFor(state, executionId));
  if (isBefore) return false;
  const rows = snapshot.actions.filter(
    (action) => action.executionId === executionId && action.stageName === stageName,
  );
  if (rows.length === 0) return null;
  const ofAction = (actionName: string) =>
    rows
      .filter((row) => row.actionName === actionName)
      .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))[0];
  return (stage?.actions ?? []).every(({ name }) => ofAction(name)?.status === 'Succeeded');
}

const isIn = ({ latest }: StageState, executionId: string): boolean => latest?.executionId === executionId;
const waitsFor = ({ inbound }: StageState, executionId: string): boolean =>
  inbound.some((one) => one.executionId === executionId);

/**
 * Of executions that succeeded in a stage those that it can be rolled back to: of this version, no rollbacks, and not the one
 * that is in force there. Source: "Configuring stage rollback" in the CodePipeline user guide.
 */
export function targetsAmong(
  rows: readonly ExecutionRow[],
  snapshot: PipelineSnapshot,
  stageName: string,
): ExecutionRow[] {
  const latest = snapshot.states.find(({ name }) => name === stageName)?.latest;
  return rows.filter(
    (row) =>
      row.type !== 'ROLLBACK' &&
      (row.pipelineVersion === null || row.pipelineVersion === snapshot.version) &&
      !(latest?.executionId === row.executionId && latest.status === 'Succeeded'),
  );
}

/** The targets as far as the page knows them: those that are certain first, then those of which only CodePipeline knows; the newest first. */
export function likelyTargets(snapshot: PipelineSnapshot, stageName: string): ExecutionRow[] {
  const rows = targetsAmong(snapshot.executions, snapshot, stageName);
  const known = rows.map((row) => succeededIn(snapshot, row, stageName));
  return [true, null].flatMap((sure) => rows.filter((_row, at) => known[at] === sure));
}
