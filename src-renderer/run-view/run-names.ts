import type { ActionTypeId } from '#shared/domain/action-type.ts';
import type { RunSummary } from '#shared/domain/run.ts';

type NamedRun = Pick<RunSummary, 'clientLabel' | 'clientId' | 'accountId' | 'protocol'>;

/** Whose run it is: the client's label, else its id's first block, else the AWS account of a custom action. */
export function customerName(run: NamedRun): string {
  if (run.clientLabel) return run.clientLabel;
  if (run.clientId) return `Client ${run.clientId.slice(0, 8)}…`;
  return run.accountId ? `Account ${run.accountId}` : 'Unknown customer';
}

/** `pipeline / stage / action`, as far as it is known; null before the job's details were read. */
export function pipelinePath(
  run: Pick<RunSummary, 'pipelineName' | 'stageName' | 'actionName'>,
): string | null {
  const parts = [run.pipelineName, run.stageName, run.actionName].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' / ') : null;
}

/** `Northwind-LoadTest 1`, for tables where category and owner are said elsewhere. */
export function actionTypeName(id: ActionTypeId): string {
  return `${id.provider} ${id.version}`;
}
