import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ExecutionRow } from '#shared/domain/pipeline.ts';

const ENDED: ReadonlySet<ExecutionRow['status']> = new Set([
  'Succeeded',
  'Failed',
  'Stopped',
  'Superseded',
  'Cancelled',
]);

/** How long an execution took, or takes up to `now`; null where its start is not known. */
export function lengthOf(
  { status, startedAt, updatedAt }: Pick<ExecutionRow, 'status' | 'startedAt' | 'updatedAt'>,
  now: number,
): number | null {
  if (startedAt === null) return null;
  const end = ENDED.has(status) ? updatedAt : now;
  return end === null ? null : Math.max(0, end - startedAt);
}

/** What is out of the ordinary about an execution: overtaken, stopped, a rollback; else its summary. */
export function noteOf(row: ExecutionRow): string {
  if (row.supersededBy !== null) return `superseded by ${shortExecution(row.supersededBy)}`;
  if (row.stopReason !== null) return `“${row.stopReason}”`;
  if (row.type === 'ROLLBACK')
    return row.rollbackTargetId === null ? 'rollback' : `rollback to ${shortExecution(row.rollbackTargetId)}`;
  return row.statusSummary ?? '';
}

/** What started an execution, of an ARN only what it names: `CloudWatchEvent: rule/nightly`. */
export function triggerWords({
  triggerType,
  triggerDetail,
}: Pick<ExecutionRow, 'triggerType' | 'triggerDetail'>): string {
  const named = triggerDetail?.startsWith('arn:')
    ? triggerDetail.split(':').slice(5).join(':')
    : triggerDetail;
  return [triggerType, named].filter(Boolean).join(': ');
}

/** The revisions that an execution runs with, as people name them: the summary's first line, else the id's beginning. */
export function revisionWords({ revisions }: Pick<ExecutionRow, 'revisions'>): string {
  return revisions
    .map(({ revisionId, summary }) =>
      [revisionId?.slice(0, 8), summary?.split('\n')[0]].filter((part) => part).join(' '),
    )
    .filter((part) => part !== '')
    .join(' · ');
}
