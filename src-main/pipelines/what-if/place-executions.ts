import type { DeclaredStage, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import type { PipelineExecution } from '../../simulator/world/pipelines/execution.ts';
import { stagePlace, type Pipeline } from '../../simulator/world/pipelines/pipeline.ts';
import { atEntry, isUnderWay, isWhole as isWholeIn } from './load-stages.ts';
import { nameOf } from '#shared/domain/pipeline-told.ts';

/**
 * Puts the executions of a loaded pipeline where they were seen: in a stage, with its lock; in front of one, in the order of
 * arrival; or, in PARALLEL mode, where their actions show them. One that is under way and was seen nowhere stays out.
 */
export function placeExecutions(
  snapshot: PipelineSnapshot,
  since: PipelineSnapshot,
  pipeline: Pipeline,
  unknowns: string[],
): void {
  for (const state of snapshot.states) {
    const place = stagePlace(pipeline, state.name);
    if (state.latest) {
      const { executionId, status } = state.latest;
      place.latestExecutionId = executionId;
      const execution = pipeline.executions.get(executionId);
      if (execution && isUnderWay(execution.status) && (status === 'InProgress' || status === 'Stopping')) {
        execution.position = { at: 'stage', stageName: state.name };
        if (execution.mode !== 'PARALLEL') place.lockedBy = executionId;
      }
    }
    for (const { executionId, status } of state.inbound) {
      const execution = pipeline.executions.get(executionId);
      // One that was stopped or failed while it waited is still shown, and never enters.
      if (!execution || status !== 'InProgress' || execution.status !== 'InProgress') continue;
      place.waiting.push(executionId);
      execution.position = { at: 'waiting', stageName: state.name, since: 0 };
    }
  }
  for (const execution of pipeline.executions.values()) {
    if (execution.mode === 'PARALLEL') endUnseen(snapshot, since, pipeline, execution, unknowns);
    if (!isUnderWay(execution.status)) continue;
    if (execution.position.at === 'end' && execution.mode === 'PARALLEL')
      placeParallel(snapshot, pipeline, execution);
    if (execution.position.at === 'end')
      unknowns.push(
        `${nameOf(execution.id)} is ${execution.status} and was in no stage when the state was read.`,
      );
    else pipeline.active.add(execution.id);
  }
  closeWhatHolds(snapshot, pipeline, unknowns);
}

/** The state does not tell of PARALLEL executions: their actions do. Source: "Execution modes" in the user guide. */
function placeParallel(snapshot: PipelineSnapshot, pipeline: Pipeline, execution: PipelineExecution): void {
  const { last, next } = whereSeen(snapshot, execution);
  const stage = last && execution.stages.get(last.name);
  const isWhole = stage === undefined || stage.status === 'Succeeded';
  if (next && isWhole) {
    const place = stagePlace(pipeline, next.name);
    if (place.inbound?.closed) {
      place.waiting.push(execution.id);
      execution.position = { at: 'waiting', stageName: next.name, since: 0 };
      return;
    }
    if (entersUnseen(last, next)) {
      execution.stages.set(next.name, atEntry(next, 'InProgress'));
      execution.position = { at: 'stage', stageName: next.name };
      return;
    }
  }
  if (!stage) return;
  if (isWhole) {
    stage.status = 'InProgress';
    stage.phase = 'success';
  }
  execution.position = { at: 'stage', stageName: stage.stageName };
}

/**
 * An ended execution whose last seen stage is whole: it failed by the conditions before the next one's entry, or was stopped
 * while its last actions ended.
 */
function endUnseen(
  snapshot: PipelineSnapshot,
  since: PipelineSnapshot,
  pipeline: Pipeline,
  execution: PipelineExecution,
  unknowns: string[],
): void {
  const { status, id } = execution;
  if (status !== 'Failed' && status !== 'Stopped') return;
  const { last, next } = whereSeen(snapshot, execution);
  const stage = last && execution.stages.get(last.name);
  if (stage && stage.status !== 'Succeeded') return;
  if (status === 'Failed') {
    if (next && entersUnseen(last, next)) execution.stages.set(next.name, atEntry(next, 'Failed'));
    return;
  }
  if (!stage || waitedUnseen(since, id, last, next)) return;
  stage.status = 'Stopped';
  stage.failedIn = 'actions';
  if (next && (stagePlace(pipeline, next.name).inbound?.closed || entersUnseen(last, next)))
    unknowns.push(
      `${nameOf(id)} was stopped in ${stage.stageName}, or before ${next.name}: CodePipeline does not tell which. It is taken to stand in ${stage.stageName}.`,
    );
}

/** It was under way an instant before, with nothing left to do but to wait in front of the next stage. */
function waitedUnseen(
  since: PipelineSnapshot,
  executionId: string,
  last: DeclaredStage | undefined,
  next: DeclaredStage | undefined,
): boolean {
  const row = since.executions.find((one) => one.executionId === executionId);
  const transition = since.states.find(({ name }) => name === next?.name)?.transition;
  return (
    row?.status === 'InProgress' &&
    last !== undefined &&
    transition?.enabled === false &&
    isWholeIn(since, executionId, last)
  );
}

function whereSeen(
  { stages }: PipelineSnapshot,
  execution: PipelineExecution,
): { last: DeclaredStage | undefined; next: DeclaredStage | undefined } {
  const at = stages.findLastIndex(({ name }) => execution.stages.has(name));
  return { last: stages[at], next: stages[at + 1] };
}

/** Conditions before entry are the only thing that goes on in a stage without an action to be seen. */
function entersUnseen(last: DeclaredStage | undefined, next: DeclaredStage): boolean {
  return (
    next.conditions.some(({ type }) => type === 'BEFORE_ENTRY') &&
    last?.conditions.some(({ type }) => type === 'ON_SUCCESS') !== true
  );
}

/**
 * An execution that waits in front of a stage that is free and open is held by what GetPipelineState does not show: the
 * outbound transition of the stage before.
 */
function closeWhatHolds(snapshot: PipelineSnapshot, pipeline: Pipeline, unknowns: string[]): void {
  snapshot.stages.forEach(({ name }, at) => {
    const place = stagePlace(pipeline, name);
    const before = snapshot.stages[at - 1];
    const [first] = place.waiting;
    if (!before || first === undefined || place.lockedBy !== null || place.inbound?.closed) return;
    stagePlace(pipeline, before.name).outbound = { closed: true, reason: null, changedBy: '', changedAt: 0 };
    unknowns.push(
      `${nameOf(first)} waits in front of ${name}, which is free and open: either it enters in this moment, or the outbound transition of ${before.name} is disabled, which CodePipeline does not tell. It is taken to stay there.`,
    );
  });
}
