import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { Entropy } from '../../simulator/world/entropy.ts';
import { ServiceError } from '../../simulator/world/service-error.ts';
import { answerApproval } from '../../simulator/world/pipelines/approvals.ts';
import { overrideCondition } from '../../simulator/world/pipelines/override.ts';
import { retryStage } from '../../simulator/world/pipelines/retry.ts';
import { rollbackStage } from '../../simulator/world/pipelines/rollback.ts';
import { startExecution } from '../../simulator/world/pipelines/start.ts';
import { stopExecution } from '../../simulator/world/pipelines/stop.ts';
import { stagePlace, type Pipeline } from '../../simulator/world/pipelines/pipeline.ts';
import { closeTransition, openTransition } from '../../simulator/world/pipelines/transitions.ts';
import type { LoadedWorld } from './load-world.ts';

const CALLER = '';

/** Ids of what a try makes: they name nothing outside of it. */
export function triedEntropy(): Entropy {
  let made = 0;
  const next = (): string => `tried-${(made += 1)}`;
  return { uuid: next, opaque: next };
}

/** Does the act in a loaded world. Answers the refusal that the rules give, or null where the act was taken. */
export function tryAct(loaded: LoadedWorld, act: PipelineAct, now: number, entropy: Entropy): string | null {
  try {
    send(loaded, act, now, entropy);
    return null;
  } catch (thrown) {
    if (thrown instanceof ServiceError) return `${thrown.type}: ${thrown.message}.`;
    throw thrown;
  }
}

function send({ world, pipeline }: LoadedWorld, act: PipelineAct, now: number, entropy: Entropy): void {
  switch (act.kind) {
    case 'start':
      startExecution(world, pipeline, { trigger: {} }, now, entropy);
      return;
    case 'stop': {
      const order = { abandon: act.abandon, reason: null };
      stopExecution(world, pipeline, act.executionId, order, CALLER, now, entropy);
      return;
    }
    case 'retry':
      retryStage(world, pipeline, act, now, entropy);
      return;
    case 'disable-transition': {
      const { stageName, transitionType: type, transitionReason: reason } = act;
      closeTransition(pipeline, { stageName, type, reason }, CALLER, now);
      return;
    }
    case 'enable-transition': {
      const { stageName, transitionType: type } = act;
      openTransition(world, pipeline, { stageName, type }, CALLER, now, entropy);
      return;
    }
    case 'approval': {
      const { stageName, actionName, status, summary } = act;
      const token = act.actionExecutionId ?? askedIn(pipeline, stageName, actionName);
      const answer = { stageName, actionName, token, status, summary };
      answerApproval(world, pipeline, answer, CALLER, now, entropy);
      return;
    }
    case 'rollback': {
      const order = { stageName: act.stageName, targetId: act.targetExecutionId, trigger: {} };
      rollbackStage(world, pipeline, order, now, entropy);
      return;
    }
    case 'override-condition': {
      const { stageName, executionId, conditionType: type } = act;
      if (type === 'ON_FAILURE')
        throw new ServiceError(
          'ConditionNotOverridableException',
          'CodePipeline overrides conditions before entry and on success only',
        );
      overrideCondition(world, pipeline, { stageName, executionId, type }, CALLER, now, entropy);
      return;
    }
    default:
      assertNever(act);
  }
}

/** Where the act does not say which asking is answered, it is that of the stage's latest execution. */
function askedIn(pipeline: Pipeline, stageName: string, actionName: string): string {
  const latest = pipeline.executions.get(stagePlace(pipeline, stageName).latestExecutionId ?? '');
  const actions = latest?.stages.get(stageName)?.actions ?? [];
  return actions.findLast((one) => one.actionName === actionName)?.actionExecutionId ?? '';
}
