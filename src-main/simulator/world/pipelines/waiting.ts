import type { PipelineExecution } from './execution.ts';
import { declarationAt, stagePlace } from './pipeline.ts';
import type { Pipeline, StagePlace } from './pipeline.ts';
import type { Scene } from './scene.ts';

/*
 * In front of the stages. Rules: https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 *
 * SUPERSEDED: a stage is locked while an execution is in it; between stages the newest waiting execution
 * overtakes the older ones, which become Superseded, also in front of a closed transition.
 * QUEUED: the same locks, and a queue in front of each stage in order of arrival; nobody is overtaken.
 * PARALLEL: no locks, no waiting but for a closed transition, nobody is overtaken.
 */

/** Puts an execution in front of a stage. */
export function arrive(scene: Scene, execution: PipelineExecution, stageName: string): void {
  const { pipeline, now } = scene;
  const place = stagePlace(pipeline, stageName);
  place.waiting.push(execution.id);
  execution.position = { at: 'waiting', stageName, since: now };
  execution.lastUpdateAt = now;
  if (execution.mode !== 'SUPERSEDED') return;
  const rivals = place.waiting
    .map((id) => pipeline.executions.get(id))
    .filter((one): one is PipelineExecution => one?.mode === 'SUPERSEDED');
  const newest = rivals.reduce((a, b) => (b.ordinal > a.ordinal ? b : a));
  for (const rival of rivals) {
    if (rival !== newest) supersede(scene, rival, newest);
  }
}

/** Whether the execution that waits in front of a stage may go in now. */
export function mayEnter(pipeline: Pipeline, execution: PipelineExecution, stageName: string): boolean {
  const place = stagePlace(pipeline, stageName);
  if (isClosed(pipeline, execution, stageName, place)) return false;
  if (execution.mode === 'PARALLEL') return true;
  if (place.lockedBy !== null) return false;
  const first = place.waiting.find((id) => pipeline.executions.get(id)?.mode !== 'PARALLEL');
  return first === execution.id;
}

/** Takes an execution away from in front of a stage. */
export function leaveWaiting(pipeline: Pipeline, execution: PipelineExecution): void {
  if (execution.position.at !== 'waiting') return;
  const { waiting } = stagePlace(pipeline, execution.position.stageName);
  const at = waiting.indexOf(execution.id);
  if (at >= 0) waiting.splice(at, 1);
}

/** Ends an execution for good or until somebody retries it; it is nowhere any more. */
export function endExecution(
  { pipeline, now }: Pick<Scene, 'pipeline' | 'now'>,
  execution: PipelineExecution,
  status: 'Succeeded' | 'Failed' | 'Stopped' | 'Superseded',
  summary: string | null = null,
): void {
  leaveWaiting(pipeline, execution);
  execution.status = status;
  execution.statusSummary = summary;
  execution.position = { at: 'end' };
  execution.lastUpdateAt = now;
  pipeline.active.delete(execution.id);
}

function supersede(scene: Scene, older: PipelineExecution, newer: PipelineExecution): void {
  endExecution(scene, older, 'Superseded', `Superseded by ${newer.id}`);
}

function isClosed(
  pipeline: Pipeline,
  execution: PipelineExecution,
  stageName: string,
  place: StagePlace,
): boolean {
  if (place.inbound?.closed) return true;
  const stages = declarationAt(pipeline, execution.pipelineVersion).stages ?? [];
  const before = stages[stages.findIndex(({ name }) => name === stageName) - 1];
  return before?.name !== undefined && stagePlace(pipeline, before.name).outbound?.closed === true;
}
