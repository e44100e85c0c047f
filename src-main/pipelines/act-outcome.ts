import type { ActOutcome } from '#shared/domain/acts.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { ActionRow, ExecutionRow, PipelineSnapshot, StageState } from '#shared/domain/pipeline.ts';
import { nameOf } from '#shared/domain/pipeline-told.ts';

/** What became of an act, judged by the state that was read back; null while CodePipeline does not show it yet. */
export interface ActVerdict {
  outcome: ActOutcome;
  sentence: string;
}

/** The row of an execution; undefined where the history that was read does not reach it. */
export const executionOf = (snapshot: PipelineSnapshot, id: string): ExecutionRow | undefined =>
  snapshot.executions.find(({ executionId }) => executionId === id);

/** The state of a stage; undefined for a name that the pipeline has not. */
export const stageOf = (snapshot: PipelineSnapshot, name: string): StageState | undefined =>
  snapshot.states.find((stage) => stage.name === name);

/** The asking that is meant: the one named, or the latest of the action. */
export function asked(
  snapshot: PipelineSnapshot,
  act: Extract<PipelineAct, { kind: 'approval' }>,
): Pick<ActionRow, 'status'> | undefined {
  const named = snapshot.actions.find(({ actionExecutionId }) => actionExecutionId === act.actionExecutionId);
  if (named || act.actionExecutionId !== null) return named;
  const state = stageOf(snapshot, act.stageName)?.actions.find(({ name }) => name === act.actionName);
  return state?.status ? { status: state.status } : undefined;
}

const took = (sentence: string): ActVerdict => ({ outcome: 'took-effect', sentence });
/** Somebody or something was faster. */
export const overtaken = (sentence: string): ActVerdict => ({ outcome: 'overtaken', sentence });

/**
 * Judges an act that was sent. `executionId` is what a start or a rollback was answered with; null where the answer was lost, and
 * the state decides.
 */
export function judgeAct(
  before: PipelineSnapshot,
  after: PipelineSnapshot,
  act: PipelineAct,
  executionId: string | null,
): ActVerdict | null {
  switch (act.kind) {
    case 'start':
    case 'rollback': {
      if (executionId === null) return judgeLost(before, after, act);
      const made = executionOf(after, executionId);
      return made ? took(`${nameOf(made.executionId)} was started; it is ${made.status}.`) : null;
    }
    case 'stop': {
      const status = executionOf(after, act.executionId)?.status;
      const wasStopping = executionOf(before, act.executionId)?.status === 'Stopping';
      if (status === 'Stopped' || (status === 'Stopping' && !wasStopping))
        return took(`${nameOf(act.executionId)} is ${status}.`);
      if (status === undefined || status === 'InProgress' || status === 'Stopping') return null;
      return overtaken(`${nameOf(act.executionId)} ended before the stop: it is ${status}.`);
    }
    case 'retry': {
      const execution = executionOf(after, act.executionId);
      const latest = stageOf(after, act.stageName)?.latest;
      if (execution?.mode !== 'PARALLEL' && latest && latest.executionId !== act.executionId)
        return overtaken(`${nameOf(latest.executionId)} has entered ${act.stageName} meanwhile.`);
      const status = execution?.status;
      if (status === undefined) return null;
      // What was retried may have failed again by now: its actions tell.
      if ((status === 'Failed' || status === 'Stopped') && !hasNewActions(before, after, act)) return null;
      return took(`${nameOf(act.executionId)} goes on in ${act.stageName}: it is ${status}.`);
    }
    case 'disable-transition':
    case 'enable-transition': {
      const enabled = stageOf(after, act.stageName)?.transition?.enabled;
      if (enabled !== (act.kind === 'enable-transition')) return null;
      return took(`The transition into ${act.stageName} is ${enabled ? 'enabled' : 'disabled'}.`);
    }
    case 'approval': {
      const status = asked(after, act)?.status;
      if (status === undefined || status === 'InProgress') return null;
      const meant = act.status === 'Approved' ? 'Succeeded' : 'Failed';
      return status === meant
        ? took(`${act.actionName} is ${act.status}: the action is ${status}.`)
        : overtaken(`Somebody else was faster: ${act.actionName} is ${status}.`);
    }
    case 'override-condition': {
      const stage = stageOf(after, act.stageName);
      const runs = stage?.conditions.filter(({ type }) => type === act.conditionType) ?? [];
      const latest = stage?.latest;
      if (latest && latest.executionId !== act.executionId)
        return overtaken(`${nameOf(latest.executionId)} has entered ${act.stageName} meanwhile.`);
      return runs.some(({ status }) => status === 'Overridden')
        ? took(
            `The condition of ${act.stageName} is Overridden; the stage is ${latest?.status ?? 'unknown'}.`,
          )
        : null;
    }
    default:
      return assertNever(act);
  }
}

/** What an act may have made whose answer was lost: executions that were not there before. */
function judgeLost(
  before: PipelineSnapshot,
  after: PipelineSnapshot,
  act: Extract<PipelineAct, { kind: 'start' | 'rollback' }>,
): ActVerdict | null {
  const known = new Set(before.executions.map(({ executionId }) => executionId));
  const made = after.executions.filter(
    (one) =>
      !known.has(one.executionId) &&
      (act.kind === 'rollback'
        ? one.rollbackTargetId === act.targetExecutionId
        : one.triggerType === 'StartPipelineExecution'),
  );
  const [only] = made;
  if (!only) return null;
  if (made.length > 1)
    return {
      outcome: 'no-effect',
      sentence: `The answer was lost, and ${made.length} executions came meanwhile: which of them is this one, if any, is not known.`,
    };
  const by = only.triggerDetail === null ? '' : ` by ${only.triggerDetail}`;
  return took(
    `The answer was lost; ${nameOf(only.executionId).replace('Execution', 'execution')} was started meanwhile${by} and is ${only.status}. Unless somebody else did the same in this moment, it is this one.`,
  );
}

function hasNewActions(
  before: PipelineSnapshot,
  after: PipelineSnapshot,
  act: { stageName: string; executionId: string },
): boolean {
  const known = new Set(before.actions.map(({ actionExecutionId }) => actionExecutionId));
  return after.actions.some(
    (one) =>
      one.executionId === act.executionId &&
      one.stageName === act.stageName &&
      !known.has(one.actionExecutionId),
  );
}

/** The state that an act is about in AWS's words, for the audit: `Deploy InProgress (execution 7)` and the like. */
export function stateInWords(snapshot: PipelineSnapshot, act: PipelineAct): string {
  if (act.kind === 'start') {
    const underWay = snapshot.executions.filter(({ status }) => status === 'InProgress').length;
    return `${underWay} executions InProgress`;
  }
  if (act.kind === 'stop')
    return `${nameOf(act.executionId)} ${executionOf(snapshot, act.executionId)?.status ?? 'unknown'}`;
  const stage = stageOf(snapshot, act.stageName);
  if (act.kind === 'disable-transition' || act.kind === 'enable-transition')
    return `transition into ${act.stageName} ${stage?.transition?.enabled === false ? 'disabled' : 'enabled'}`;
  if (act.kind === 'approval') return `${act.actionName} ${asked(snapshot, act)?.status ?? 'unknown'}`;
  const latest = stage?.latest;
  return latest
    ? `${act.stageName} ${latest.status} (${nameOf(latest.executionId)})`
    : `${act.stageName} unknown`;
}
