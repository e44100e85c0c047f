import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { PollCell } from '#shared/domain/job.ts';

/** Region and action type as one text: the key of a cell for people and for maps. */
export function cellKey(cell: PollCell): string {
  return `${cell.region}/${actionTypeKey(cell.actionTypeId)}`;
}
