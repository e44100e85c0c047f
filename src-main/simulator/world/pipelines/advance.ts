import type { StageDeclaration } from '@aws-sdk/client-codepipeline';
import { declaredConditions, judgeConditions, rulesInProgress } from './conditions.ts';
import type { ActionExecution, PipelineExecution, StageExecution } from './execution.ts';
import { stageOf } from './find.ts';
import { declarationAt, stagePlace } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { startAction } from './start-action.ts';
import { addAutomatedRollback } from './new-execution.ts';
import { arrive, endExecution, leaveWaiting, mayEnter } from './waiting.ts';

/*
 * How an execution goes through its stages.
 *
 *   waiting ──▶ entry ──▶ actions ──▶ success ──▶ next stage, or the execution has Succeeded
 *                 │          │           │
 *                 │          └─failure───┤   (the stage's failure conditions, its automatic retry)
 *                 └──────────────────────┴──▶ the stage and its execution have Failed
 *
 * Nothing is pushed from event to event: `advance` looks at where each active execution stands and does what
 * can be done, until nothing moves. Whatever changed something in a pipeline calls it.
 */

// One for all stages: most executions of a long history never override anything.
const nothing: readonly never[] = [];

/** Moves on whatever can move in a pipeline. */
export function advance(scene: Scene): void {
  const { pipeline } = scene;
  let moved = true;
  while (moved) {
    moved = false;
    for (const id of pipeline.active) {
      const execution = pipeline.executions.get(id);
      if (execution && step(scene, execution)) moved = true;
    }
  }
}

/** The latest execution of each action of the present attempt, by action name. */
export function presentActions(stage: StageExecution): Map<string, ActionExecution> {
  return new Map(stage.actions.slice(stage.firstAction).map((action) => [action.actionName, action]));
}

function step(scene: Scene, execution: PipelineExecution): boolean {
  const { position } = execution;
  if (position.at === 'end') return false;
  if (position.at === 'waiting') {
    if (!mayEnter(scene.pipeline, execution, position.stageName)) return false;
    enter(scene, execution, position.stageName);
    return true;
  }
  const stage = execution.stages.get(position.stageName);
  if (!stage) throw new Error(`execution ${execution.id} is in no stage`);
  const declared = stageOf(scene.pipeline, execution, position.stageName);
  if (execution.status === 'Stopping') return stopWhenQuiet(scene, execution, stage);
  switch (stage.phase) {
    case 'entry':
      return stepEntry(scene, execution, stage, declared);
    case 'actions':
      return stepActions(scene, execution, stage, declared);
    case 'success':
      return stepSuccess(scene, execution, stage, declared);
    case 'failure':
      return stepFailure(scene, execution, stage, declared);
    case 'over':
      return false;
  }
}

function enter(scene: Scene, execution: PipelineExecution, stageName: string): void {
  const { pipeline, now } = scene;
  leaveWaiting(pipeline, execution);
  const place = stagePlace(pipeline, stageName);
  // What a stage shows and who may be retried in it are questions of the modes with locks.
  if (execution.mode !== 'PARALLEL') {
    place.lockedBy = execution.id;
    place.latestExecutionId = execution.id;
  }
  execution.position = { at: 'stage', stageName };
  execution.lastUpdateAt = now;
  execution.stages.set(stageName, {
    stageName,
    startedAt: now,
    lastUpdateAt: now,
    status: 'InProgress',
    actions: [],
    conditions: [],
    phase: 'entry',
    failedIn: null,
    firstAction: 0,
    firstCondition: 0,
    overridden: nothing,
    retries: { automatic: 0, manual: 0, latest: null, mode: null },
  });
}

function stepEntry(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  declared: StageDeclaration,
): boolean {
  const conditions = declaredConditions(declared, 'BEFORE_ENTRY');
  const verdict = judgeConditions(scene, execution, stage, 'BEFORE_ENTRY', conditions);
  if (verdict.state === 'running') return verdict.moved;
  if (verdict.state === 'met') stage.phase = 'actions';
  else if (verdict.result === 'SKIP') leave(scene, execution, stage, 'Skipped');
  else fail(scene, execution, stage, 'entry');
  return true;
}

function stepActions(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  declared: StageDeclaration,
): boolean {
  const present = presentActions(stage);
  const inProgress = [...present.values()].some(({ status }) => status === 'InProgress');
  if ([...present.values()].some(({ status }) => status === 'Failed' || status === 'Abandoned')) {
    // What works beside a failed action is allowed to end; the stage is locked until then.
    if (inProgress) return false;
    stage.phase = 'failure';
    return true;
  }
  const orders = [...new Set((declared.actions ?? []).map(({ runOrder = 1 }) => runOrder))];
  for (const order of orders.sort((a, b) => a - b)) {
    const group = (declared.actions ?? []).filter(({ runOrder = 1 }) => runOrder === order);
    const due = group.filter(({ name = '' }) => !present.has(name));
    for (const action of due) startAction(scene, execution, stage, action);
    if (due.length > 0) {
      execution.lastUpdateAt = scene.now;
      return true;
    }
    if (group.some(({ name = '' }) => present.get(name)?.status === 'InProgress')) return false;
  }
  stage.phase = 'success';
  return true;
}

function stepSuccess(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  declared: StageDeclaration,
): boolean {
  const conditions = declaredConditions(declared, 'ON_SUCCESS');
  const verdict = judgeConditions(scene, execution, stage, 'ON_SUCCESS', conditions);
  if (verdict.state === 'running') return verdict.moved;
  if (verdict.state === 'met') {
    leave(scene, execution, stage, 'Succeeded');
    return true;
  }
  fail(scene, execution, stage, 'success');
  if (verdict.result === 'ROLLBACK') addAutomatedRollback(scene, stage.stageName, execution);
  return true;
}

/**
 * A failed stage: its automatic retry (once), then its failure conditions. A condition that is not met engages
 * its result, as those of the other kinds do; without conditions the declared result counts by itself.
 */
function stepFailure(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  declared: StageDeclaration,
): boolean {
  const { onFailure } = declared;
  if (onFailure?.result === 'RETRY' && stage.retries.automatic === 0) {
    const mode = onFailure.retryConfiguration?.retryMode ?? 'FAILED_ACTIONS';
    stage.retries.automatic += 1;
    stage.retries.latest = 'AutomatedStageRetry';
    stage.retries.mode = mode;
    restartActions(scene, execution, stage, mode);
    return true;
  }
  const conditions = declaredConditions(declared, 'ON_FAILURE');
  const verdict = judgeConditions(scene, execution, stage, 'ON_FAILURE', conditions);
  if (verdict.state === 'running') return verdict.moved;
  const result =
    conditions.length === 0 ? onFailure?.result : verdict.state === 'not-met' ? verdict.result : null;
  if (result === 'SKIP') {
    leave(scene, execution, stage, 'Skipped');
    return true;
  }
  fail(scene, execution, stage, 'actions');
  if (result === 'ROLLBACK') addAutomatedRollback(scene, stage.stageName, execution);
  return true;
}

/**
 * Begins the actions of a stage again: the failed and abandoned ones, or all. What still works goes on; what
 * was never started starts when its run order comes.
 */
export function restartActions(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS',
): void {
  stage.status = 'InProgress';
  stage.phase = 'actions';
  stage.failedIn = null;
  stage.lastUpdateAt = scene.now;
  stage.firstCondition = stage.conditions.length;
  if (mode === 'ALL_ACTIONS') {
    stage.firstAction = stage.actions.length;
    return;
  }
  const present = presentActions(stage);
  for (const declared of stageOf(scene.pipeline, execution, stage.stageName).actions ?? []) {
    const status = present.get(declared.name ?? '')?.status;
    if (status === 'Failed' || status === 'Abandoned') startAction(scene, execution, stage, declared);
  }
}

function leave(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  status: 'Succeeded' | 'Skipped',
): void {
  const { pipeline } = scene;
  closeStage(scene, execution, stage, status);
  const stages = declarationAt(pipeline, execution.pipelineVersion).stages ?? [];
  const next = stages[stages.findIndex(({ name }) => name === stage.stageName) + 1];
  if (next?.name === undefined || execution.onlyStage !== null) endExecution(scene, execution, 'Succeeded');
  else arrive(scene, execution, next.name);
}

function fail(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  failedIn: StageExecution['phase'],
): void {
  closeStage(scene, execution, stage, 'Failed');
  stage.failedIn = failedIn;
  endExecution(scene, execution, 'Failed');
}

function stopWhenQuiet(scene: Scene, execution: PipelineExecution, stage: StageExecution): boolean {
  if (stage.actions.some(({ status }) => status === 'InProgress') || rulesInProgress(stage)) return false;
  stage.failedIn = stage.phase;
  closeStage(scene, execution, stage, 'Stopped');
  endExecution(scene, execution, 'Stopped', execution.stopReason);
  return true;
}

/** Ends an execution's time in a stage and gives the stage free. */
function closeStage(
  { pipeline, now }: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  status: StageExecution['status'],
): void {
  stage.status = status;
  stage.phase = 'over';
  stage.lastUpdateAt = now;
  const place = stagePlace(pipeline, stage.stageName);
  if (place.lockedBy === execution.id) place.lockedBy = null;
}
