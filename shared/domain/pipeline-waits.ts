import { waitingApprovals } from './pipeline-approvals.ts';
import { explainAction, explainInbound, type Explanation } from './pipeline-explain.ts';
import type { PipelineSnapshot } from './pipeline.ts';

/** One that stands: an execution in front of a stage (`actionName` null), or an approval that an execution asks for. */
export interface Waiting {
  readonly stageName: string;
  readonly executionId: string;
  readonly actionName: string | null;
  readonly explanation: Explanation;
  /** How many wait behind this one in front of the same stage, for the same reason. */
  readonly behind: number;
}

/**
 * Everything that stands and waits now: executions in front of stages, and approvals; in the order of the pipeline. Of those that
 * stand in line in front of a stage the first speaks for all.
 */
export function whatWaits(snapshot: PipelineSnapshot): Waiting[] {
  const approvals = waitingApprovals(snapshot);
  const parallel = snapshot.executionMode === 'PARALLEL';
  return snapshot.states.flatMap(({ name: stageName, inbound }) => {
    const line = inbound.filter(({ status }) => status === 'InProgress');
    const speakers = inbound.filter((one) => one === line[0] || one.status !== 'InProgress');
    return [
      ...speakers.map((one) => ({
        stageName,
        executionId: one.executionId,
        actionName: null,
        explanation: explainInbound(snapshot, stageName, one.executionId),
        behind: one === line[0] ? line.length - 1 : 0,
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
          behind: 0,
        })),
    ];
  });
}
