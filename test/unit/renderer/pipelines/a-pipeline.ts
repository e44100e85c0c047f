import type { ActionRow, ActionState, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from '../../pipelines/a-snapshot.ts';

type Given = Parameters<typeof aSnapshot>[0];

/** A snapshot of Source, Build and Deploy with its action states filled from its action executions. */
export function aPipeline(given: Given & { approvalIn?: string }): PipelineSnapshot {
  const snapshot = aSnapshot(given);
  return {
    ...snapshot,
    states: snapshot.states.map((state, at) => ({
      ...state,
      transition: at === 0 ? null : state.transition,
      actions: (snapshot.stages[at]?.actions ?? []).map(({ name }) =>
        anActionState(
          name,
          snapshot.actions.findLast(
            (row) => row.stageName === state.name && row.executionId === state.latest?.executionId,
          ),
          given.approvalIn === state.name,
        ),
      ),
    })),
  };
}

function anActionState(name: string, row: ActionRow | undefined, waits: boolean): ActionState {
  return {
    name,
    actionExecutionId: row?.actionExecutionId ?? null,
    status: row?.status ?? null,
    summary: null,
    lastStatusChange: row?.updatedAt ?? null,
    lastUpdatedBy: null,
    externalExecutionId: null,
    externalExecutionUrl: null,
    percentComplete: row?.status === 'InProgress' ? 40 : null,
    errorCode: null,
    errorMessage: null,
    revisionUrl: null,
    entityUrl: null,
    waitsForApproval: waits && row?.status === 'InProgress',
  };
}

/** Execution 7 is in Build and holds its lock, 8 waits in front of it. */
export const busy = (change: Partial<Given> = {}): PipelineSnapshot =>
  aPipeline({
    executions: { 7: 'InProgress', 8: 'InProgress' },
    stages: {
      Source: { latest: [8, 'Succeeded'] },
      Build: { latest: [7, 'InProgress'], inbound: [8] },
    },
    actions: [
      [7, 'Source', 'Succeeded'],
      [8, 'Source', 'Succeeded'],
      [7, 'Build', 'InProgress'],
    ],
    ...change,
  });

export { idOf };
