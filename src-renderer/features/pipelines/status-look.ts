import type { ActionStatus, ConditionStatus, ExecutionStatus, StageStatus } from '#shared/domain/pipeline.ts';
import type { StatusKind } from '#renderer/ui/status-mark.tsx';

type AnyStatus = ActionStatus | ConditionStatus | ExecutionStatus | StageStatus;

const LOOKS: Record<AnyStatus, StatusKind> = {
  InProgress: 'in-progress',
  Stopping: 'warning',
  Stopped: 'stopped',
  Succeeded: 'success',
  Failed: 'error',
  Errored: 'error',
  Superseded: 'stopped',
  Cancelled: 'stopped',
  Skipped: 'stopped',
  Abandoned: 'warning',
  Overridden: 'info',
};

/** Shape and colour of a status of CodePipeline; null is what has not run. */
export function lookOf(status: AnyStatus | null): StatusKind {
  return status === null ? 'pending' : LOOKS[status];
}

/** AWS's word for a status, and a word for what has none. */
export function statusWord(status: AnyStatus | null): string {
  return status ?? 'Not run';
}
