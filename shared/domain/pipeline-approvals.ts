import type { PipelineSnapshot, StageState, WaitingApproval } from './pipeline.ts';

/** Those that the state tells of: none in PARALLEL mode. Source: PutApprovalResult in the CodePipeline API reference. */
export function approvalsIn(states: readonly StageState[]): WaitingApproval[] {
  return states.flatMap(({ name: stageName, latest, actions }) =>
    actions
      .filter(({ waitsForApproval }) => waitsForApproval)
      .map(({ name }) => ({ stageName, actionName: name, executionId: latest?.executionId ?? '' })),
  );
}

/**
 * The manual approvals that wait, in the order of the pipeline, each with the execution that asks. In PARALLEL mode the action
 * executions tell of them, and several executions may ask at once.
 */
export function waitingApprovals(
  snapshot: Pick<PipelineSnapshot, 'executionMode' | 'stages' | 'states' | 'actions'>,
): WaitingApproval[] {
  if (snapshot.executionMode !== 'PARALLEL') return approvalsIn(snapshot.states);
  const asking = snapshot.actions.filter(
    ({ actionTypeId, status }) => actionTypeId?.category === 'Approval' && status === 'InProgress',
  );
  return snapshot.stages.flatMap((stage) =>
    asking
      .filter(({ stageName }) => stageName === stage.name)
      .map(({ stageName, actionName, executionId }) => ({ stageName, actionName, executionId })),
  );
}
