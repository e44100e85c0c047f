import type { Condition, Result, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { ConditionRun, PipelineExecution, StageExecution } from './execution.ts';
import type { Scene } from './scene.ts';
import { startCondition } from './start-rules.ts';

/**
 * What the conditions of one kind say. `moved`: something was started or decided just now. A condition is met
 * when all its rules succeed; where one is not met, its result engages: the first one's where several are not.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
 */
export type ConditionVerdict =
  | { readonly state: 'met' }
  | { readonly state: 'running'; readonly moved: boolean }
  | { readonly state: 'not-met'; readonly result: Result | null };

/** Starts the conditions of a kind, or looks how far they are. */
export function judgeConditions(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  type: ConditionRun['type'],
  declared: readonly Condition[],
): ConditionVerdict {
  if (declared.length === 0 || (type !== 'ON_FAILURE' && stage.overridden.includes(type)))
    return { state: 'met' };
  const runs = conditionRuns(stage, type);
  if (runs.length === 0) {
    declared.forEach((condition, index) => startCondition(scene, execution, stage, type, index, condition));
    return { state: 'running', moved: true };
  }
  for (const run of runs) settleRun(run, scene.now);
  if (runs.some(({ status }) => status === 'InProgress')) return { state: 'running', moved: false };
  const broken = runs.find(({ status }) => status === 'Failed');
  if (!broken) return { state: 'met' };
  return { state: 'not-met', result: declared[broken.index]?.result ?? null };
}

/** The condition runs of a kind in the present attempt. */
export function conditionRuns(stage: StageExecution, type: ConditionRun['type']): ConditionRun[] {
  return stage.conditions.slice(stage.firstCondition).filter((run) => run.type === type);
}

/** True while a rule of the present attempt works. */
export function rulesInProgress(stage: StageExecution): boolean {
  return stage.conditions
    .slice(stage.firstCondition)
    .some(({ rules }) => rules.some(({ status }) => status === 'InProgress'));
}

/** The declared conditions of a kind. */
export function declaredConditions(
  stage: StageDeclaration,
  type: ConditionRun['type'],
): readonly Condition[] {
  if (type === 'BEFORE_ENTRY') return stage.beforeEntry?.conditions ?? [];
  if (type === 'ON_SUCCESS') return stage.onSuccess?.conditions ?? [];
  return stage.onFailure?.conditions ?? [];
}

function settleRun(run: ConditionRun, now: number): void {
  if (run.status !== 'InProgress') return;
  const statuses = run.rules.map(({ status }) => status);
  if (statuses.includes('InProgress')) return;
  run.status = statuses.every((status) => status === 'Succeeded') ? 'Succeeded' : 'Failed';
  run.lastStatusChange = now;
  run.summary = run.rules.find(({ errorDetails }) => errorDetails !== null)?.errorDetails?.message ?? null;
}
