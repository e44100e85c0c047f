import { assertNever } from '#shared/domain/exhaustive.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { ActionRow, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { nameOf } from '#shared/domain/pipeline-told.ts';
import { asked, executionOf, overtaken, stageOf, type ActVerdict } from './act-outcome.ts';

/**
 * Why an act is not to be sent at all, or null: what the person meant to act on is no longer there, since somebody or something
 * was faster; or it is still at work, so that CodePipeline would refuse.
 */
export function whyNotSent(snapshot: PipelineSnapshot, act: PipelineAct): ActVerdict | null {
  const faster = (sentence: string): ActVerdict => overtaken(`${sentence} Nothing was sent.`);
  switch (act.kind) {
    case 'stop': {
      const status = executionOf(snapshot, act.executionId)?.status;
      if (status === 'Stopping' && !act.abandon)
        return faster(`${nameOf(act.executionId)} is Stopping already: somebody has stopped it.`);
      if (status === undefined || status === 'InProgress' || status === 'Stopping') return null;
      return faster(`${nameOf(act.executionId)} is ${status} by now: nothing is left to stop.`);
    }
    case 'retry':
    case 'override-condition': {
      const execution = executionOf(snapshot, act.executionId);
      if (execution?.mode === 'PARALLEL')
        return act.kind === 'retry' && execution.status === 'InProgress'
          ? whyNotRetried(snapshot, act, nameOf(act.executionId))
          : null;
      const stage = stageOf(snapshot, act.stageName);
      const latest = stage?.latest;
      if (!latest) return null;
      if (latest.executionId !== act.executionId)
        return faster(
          `${nameOf(latest.executionId)} has entered ${act.stageName}: ${nameOf(act.executionId).replace('Execution', 'execution')} can no longer go on there.`,
        );
      if (act.kind === 'retry') {
        if (latest.status === 'Failed' || latest.status === 'Stopped') return null;
        return latest.status === 'InProgress'
          ? whyNotRetried(snapshot, act, act.stageName)
          : faster(`${act.stageName} is ${latest.status}: nothing is left to retry.`);
      }
      const runs = stage.conditions.filter(({ type }) => type === act.conditionType);
      return runs.length > 0 && runs.every(({ status }) => status === 'Overridden')
        ? faster(`The condition of ${act.stageName} is Overridden already.`)
        : null;
    }
    case 'approval': {
      const status = asked(snapshot, act)?.status;
      return status === 'InProgress' || status === undefined
        ? null
        : faster(`${act.actionName} no longer waits for an answer: it is ${status}.`);
    }
    case 'disable-transition':
    case 'enable-transition': {
      const enabled = stageOf(snapshot, act.stageName)?.transition?.enabled;
      if (enabled !== (act.kind === 'enable-transition')) return null;
      return faster(`The transition into ${act.stageName} is ${enabled ? 'enabled' : 'disabled'} already.`);
    }
    case 'start':
    case 'rollback':
      return null;
    default:
      return assertNever(act);
  }
}

/** Of something InProgress: either somebody has retried it, or what works beside a failed action has not ended yet. */
function whyNotRetried(
  snapshot: PipelineSnapshot,
  { stageName, executionId }: Extract<PipelineAct, { kind: 'retry' }>,
  what: string,
): ActVerdict {
  const newest = new Map<string, ActionRow>();
  for (const row of snapshot.actions) {
    if (row.executionId !== executionId || row.stageName !== stageName) continue;
    const known = newest.get(row.actionName);
    if (!known || (row.startedAt ?? 0) > (known.startedAt ?? 0)) newest.set(row.actionName, row);
  }
  const named = (status: ActionRow['status']): string[] =>
    [...newest.values()].filter((row) => row.status === status).map(({ actionName }) => actionName);
  const [failed, working] = [named('Failed'), named('InProgress')];
  if (failed.length === 0 || working.length === 0)
    return overtaken(`${what} is InProgress: nothing is left to retry. Nothing was sent.`);
  return {
    outcome: 'no-effect',
    sentence: `Nothing was sent: ${failed.join(', ')} failed, and ${working.join(', ')} beside it is still InProgress. ${stageName} can be retried once that has ended.`,
  };
}
