import { holderOf, shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { ConditionType, ExecutionRow, PipelineSnapshot, StageState } from '#shared/domain/pipeline.ts';
import type { Chosen } from '../graph/chosen.ts';
import { likelyTargets } from './rollback-targets.ts';

/** An act as it can be begun at a place: with what its dialog opens with, and why it cannot work there, or null. */
export interface Offer {
  readonly label: string;
  readonly draft: PipelineAct;
  readonly why: string | null;
}

const name = (executionId: string): string => `Execution ${shortExecution(executionId)}`;
const rowOf = (snapshot: PipelineSnapshot, id: string): ExecutionRow | undefined =>
  snapshot.executions.find(({ executionId }) => executionId === id);
const stateOf = (snapshot: PipelineSnapshot, stageName: string): StageState | undefined =>
  snapshot.states.find((state) => state.name === stageName);

/** Starts an execution; always possible. */
export function startOffer(snapshot: PipelineSnapshot): Offer {
  const variables = snapshot.variables.map((variable) => ({ name: variable.name, value: '' }));
  return {
    label: 'Start execution…',
    draft: { kind: 'start', variables, sourceRevisions: [] },
    why: null,
  };
}

/** Stops one execution, to wait for what is in progress or to abandon it: the dialog asks which. */
export function stopOffer(snapshot: PipelineSnapshot, executionId: string): Offer {
  const row = rowOf(snapshot, executionId);
  const status = row?.status;
  return {
    label: `Stop ${shortExecution(executionId)}…`,
    draft: { kind: 'stop', executionId, abandon: status === 'Stopping' },
    why:
      status === 'InProgress' || status === 'Stopping'
        ? null
        : `${name(executionId)} is ${status ?? 'not in the history that was read'}: nothing is left to stop.`,
  };
}

/** Retries a stage for an execution that failed or was stopped in it. */
export function retryOffer(snapshot: PipelineSnapshot, stageName: string, executionId: string): Offer {
  return {
    label: `Retry ${stageName}…`,
    draft: { kind: 'retry', stageName, executionId, mode: 'FAILED_ACTIONS' },
    why: whyNotRetry(snapshot, stageName, executionId),
  };
}

function whyNotRetry(snapshot: PipelineSnapshot, stageName: string, executionId: string): string | null {
  if (snapshot.executionMode === 'PARALLEL') {
    const status = rowOf(snapshot, executionId)?.status;
    const ended = status === 'Failed' || status === 'Stopped';
    const there = snapshot.actions.some(
      (row) =>
        row.executionId === executionId &&
        row.stageName === stageName &&
        (row.status === 'Failed' || row.status === 'Abandoned'),
    );
    if (ended && there) return null;
    return `${name(executionId)} did not fail in ${stageName}: nothing is there to retry.`;
  }
  const latest = stateOf(snapshot, stageName)?.latest;
  if (!latest) return `No execution has entered ${stageName} yet.`;
  if (latest.executionId !== executionId)
    return `${name(latest.executionId)} has entered ${stageName} since: execution ${shortExecution(executionId)} can no longer be retried there.`;
  if (latest.status === 'Failed' || latest.status === 'Stopped') return null;
  return `${stageName} is ${latest.status} for execution ${shortExecution(executionId)}: only a failed or stopped stage can be retried.`;
}

/** Enables or disables the transition into a stage, whichever is left to do. */
export function transitionOffer(snapshot: PipelineSnapshot, stageName: string): Offer {
  const transition = stateOf(snapshot, stageName)?.transition;
  const why = transition ? null : `${stageName} is the first stage: there is no transition into it.`;
  return transition?.enabled === false
    ? {
        label: `Enable transition into ${stageName}…`,
        draft: { kind: 'enable-transition', stageName, transitionType: 'Inbound' },
        why,
      }
    : {
        label: `Disable transition into ${stageName}…`,
        draft: { kind: 'disable-transition', stageName, transitionType: 'Inbound', transitionReason: '' },
        why,
      };
}

/** Runs a stage again with what an earlier execution had. */
export function rollbackOffer(snapshot: PipelineSnapshot, stageName: string): Offer {
  const [target] = likelyTargets(snapshot, stageName);
  const holder = holderOf(snapshot, stageName);
  const why =
    snapshot.executionMode === 'PARALLEL'
      ? 'A stage of a pipeline in PARALLEL mode cannot be rolled back.'
      : snapshot.pipelineType === 'V1'
        ? 'Rollback needs pipeline type V2.'
        : snapshot.stages[0]?.name === stageName
          ? `${stageName} is the source stage: it cannot be rolled back.`
          : holder !== null
            ? `${name(holder)} is in ${stageName}: a rollback is possible when it has left.`
            : target
              ? null
              : `No earlier execution has succeeded in ${stageName} with version ${snapshot.version} of the pipeline.`;
  const targetExecutionId = target?.executionId ?? '';
  return { label: `Roll ${stageName} back…`, draft: { kind: 'rollback', stageName, targetExecutionId }, why };
}

/** Approves or rejects. */
export function approvalOffer(at: {
  stageName: string;
  actionName: string;
  actionExecutionId: string | null;
  waits: boolean;
}): Offer {
  const { stageName, actionName, actionExecutionId } = at;
  return {
    label: 'Approve or reject…',
    draft: {
      kind: 'approval',
      ...{ stageName, actionName, actionExecutionId },
      status: 'Approved',
      summary: '',
    },
    why: at.waits ? null : `${actionName} does not wait for an approval now.`,
  };
}

/** Lets the stage's latest execution pass a condition. */
export function overrideOffer(snapshot: PipelineSnapshot, stageName: string, type: ConditionType): Offer {
  const state = stateOf(snapshot, stageName);
  const statuses = (state?.conditions ?? []).filter((one) => one.type === type).map(({ status }) => status);
  const open = statuses.some((one) => one === 'InProgress' || one === 'Failed' || one === 'Errored');
  const why =
    type === 'ON_FAILURE'
      ? 'Only conditions before entry and on success can be overridden.'
      : open && state?.latest && (state.latest.status === 'InProgress' || state.latest.status === 'Failed')
        ? null
        : `The ${type} condition of ${stageName} holds nobody now.`;
  return {
    label: 'Override the condition…',
    draft: {
      kind: 'override-condition',
      stageName,
      executionId: state?.latest?.executionId ?? '',
      conditionType: type,
    },
    why,
  };
}

/** Every act that belongs to a place, those that cannot work now with the reason. */
export function offersAt(snapshot: PipelineSnapshot, chosen: Chosen): Offer[] {
  switch (chosen.kind) {
    case 'execution': {
      const failedAt = snapshot.states.find(
        ({ latest }) =>
          latest?.executionId === chosen.executionId &&
          (latest.status === 'Failed' || latest.status === 'Stopped'),
      );
      return [
        stopOffer(snapshot, chosen.executionId),
        ...(failedAt ? [retryOffer(snapshot, failedAt.name, chosen.executionId)] : []),
      ];
    }
    case 'inbound':
      return [stopOffer(snapshot, chosen.executionId), transitionOffer(snapshot, chosen.stageName)];
    case 'transition':
      return [transitionOffer(snapshot, chosen.stageName)];
    case 'condition':
      return [overrideOffer(snapshot, chosen.stageName, chosen.type)];
    case 'stage': {
      const executionId =
        chosen.executionId ?? stateOf(snapshot, chosen.stageName)?.latest?.executionId ?? null;
      return [
        ...(executionId === null
          ? []
          : [stopOffer(snapshot, executionId), retryOffer(snapshot, chosen.stageName, executionId)]),
        transitionOffer(snapshot, chosen.stageName),
        rollbackOffer(snapshot, chosen.stageName),
      ];
    }
    case 'action': {
      const { stageName, actionName } = chosen;
      const state = stateOf(snapshot, stageName);
      const executionId = chosen.executionId ?? state?.latest?.executionId ?? null;
      const declared = snapshot.stages
        .find((stage) => stage.name === stageName)
        ?.actions.find((action) => action.name === actionName);
      const row = snapshot.actions.find(
        (one) =>
          one.executionId === executionId && one.stageName === stageName && one.actionName === actionName,
      );
      const told = state?.actions.find((action) => action.name === actionName);
      const parallel = snapshot.executionMode === 'PARALLEL';
      const isApproval = declared?.actionTypeId.category === 'Approval';
      const actionExecutionId = parallel
        ? (row?.actionExecutionId ?? null)
        : (told?.actionExecutionId ?? null);
      const waits = parallel ? row?.status === 'InProgress' : told?.waitsForApproval === true;
      return [
        ...(isApproval ? [approvalOffer({ stageName, actionName, actionExecutionId, waits })] : []),
        ...(executionId === null
          ? []
          : [retryOffer(snapshot, stageName, executionId), stopOffer(snapshot, executionId)]),
      ];
    }
  }
}
