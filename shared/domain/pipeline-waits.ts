import { waitingApprovals } from './pipeline-approvals.ts';
import { explainAction, explainInbound, type Explanation } from './pipeline-explain.ts';
import type { PipelineSnapshot } from './pipeline.ts';

/** One that stands: an execution in front of a stage (`actionName` null), or an approval that an execution asks for. */
export interface Waiting {
  readonly stageName: string;
  readonly executionId: string;
  readonly actionName: string | null;
  readonly explanation: Explanation;
}

/** Everything that stands and waits now: executions in front of stages, and approvals; in the order of the pipeline. */
export function whatWaits(snapshot: PipelineSnapshot): Waiting[] {
  const approvals = waitingApprovals(snapshot);
  const parallel = snapshot.executionMode === 'PARALLEL';
  return snapshot.states.flatMap(({ name: stageName, inbound }) => [
    ...inbound.map(({ executionId }) => ({
      stageName,
      executionId,
      actionName: null,
      explanation: explainInbound(snapshot, stageName, executionId),
    })),
    ...approvals
      .filter((approval) => approval.stageName === stageName)
      .map(({ actionName, executionId }) => ({
        stageName,
        executionId,
        actionName,
        explanation: explainAction({
          ...{ name: actionName, status: 'InProgress' as const, waitsForApproval: true },
          besideOthers: parallel ? executionId : null,
        }),
      })),
  ]);
}
