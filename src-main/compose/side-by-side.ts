import type { ActionRow, ExecutionRow, PipelineGlance, PipelineRef } from '#shared/domain/pipeline.ts';
import type { Page, PipelineReader, VersionedAction } from '../aws/pipelines.ts';
import type { WithinBudget } from './pipeline-snapshot.ts';

/** Of 100 action executions each: a row of the list is not worth more calls. */
const MOST_PAGES = 3;

const isUnderWay = ({ status }: ExecutionRow): boolean => status === 'InProgress' || status === 'Stopping';

/**
 * What the history tells of a pipeline in PARALLEL mode, of which GetPipelineState tells nothing: one call, and up to three more
 * while executions are under way. Approvals are looked for until all that is read began before the oldest of these.
 */
export async function readSideBySide(
  reader: Pick<PipelineReader, 'executions' | 'actions'>,
  ref: PipelineRef,
  call: WithinBudget,
): Promise<Pick<PipelineGlance, 'approvals' | 'sideBySide'>> {
  const { items } = await call(ref.region, () => reader.executions(ref, null));
  const underWay = items.filter(isUnderWay);
  const ended = items.filter((row) => !isUnderWay(row));
  const last = ended.toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0))[0];
  const oldest = Math.min(...underWay.map(({ startedAt }) => startedAt ?? 0));
  const asking: ActionRow[] = [];
  let cursor: string | null = null;
  let isAll = underWay.length === 0;
  for (let pages = 0; !isAll && pages < MOST_PAGES; pages += 1) {
    const from: string | null = cursor;
    const page: Page<VersionedAction> = await call(ref.region, () => reader.actions(ref, null, from));
    asking.push(
      ...page.items.filter(
        ({ actionTypeId, status }) => actionTypeId?.category === 'Approval' && status === 'InProgress',
      ),
    );
    cursor = page.cursor;
    isAll = cursor === null || page.items.every(({ startedAt }) => (startedAt ?? Infinity) < oldest);
  }
  return {
    approvals: asking.map(({ stageName, actionName, executionId }) => ({
      stageName,
      actionName,
      executionId,
    })),
    sideBySide: { underWay: underWay.length, lastEnded: last?.status ?? null, moreApprovals: !isAll },
  };
}
