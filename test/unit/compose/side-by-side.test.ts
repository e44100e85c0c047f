import { expect, it, vi } from 'vitest';
import type { PipelineReader } from '#main/aws/pipelines.ts';
import { readSideBySide } from '#main/compose/side-by-side.ts';
import type { ActionRow, ExecutionRow } from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from '../pipelines/a-snapshot.ts';

const ref = { region: 'us-east-1', name: 'a' };
const direct = <T>(_region: string, send: () => Promise<T>): Promise<T> => send();

const { executions, actions } = aSnapshot({
  mode: 'PARALLEL',
  executions: { 5: 'Failed', 6: 'Succeeded', 7: 'InProgress', 8: 'Stopping' },
  actions: [[7, 'Deploy', 'InProgress']],
});

/** An approval that waits, and began then. */
function asking(execution: number, startedAt: number): ActionRow {
  const [row] = actions;
  if (!row) throw new Error('there is an action');
  const actionTypeId = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' };
  return { ...row, actionTypeId, startedAt, executionId: idOf(execution) };
}

function world(rows: readonly ExecutionRow[], pages: readonly ActionRow[][]) {
  const read = vi.fn<PipelineReader['actions']>((_ref, _execution, cursor) => {
    const at = Number(cursor ?? 0);
    const items = (pages[at] ?? []).map((row) => ({ ...row, pipelineVersion: 1 }));
    return Promise.resolve({ items, cursor: at + 1 < pages.length ? String(at + 1) : null });
  });
  const listed = () => Promise.resolve({ items: [...rows], cursor: null });
  return { read, look: () => readSideBySide({ executions: listed, actions: read }, ref, direct) };
}

it('finds the approval of each execution that asks, and nothing that was answered', async () => {
  const answered = { ...asking(6, 8_500), status: 'Succeeded' as const };
  const { look } = world(executions, [[asking(8, 9_000), answered, asking(7, 8_000), ...actions]]);
  expect(await look()).toEqual({
    approvals: [
      { stageName: 'Deploy', actionName: 'Upload', executionId: idOf(8) },
      { stageName: 'Deploy', actionName: 'Upload', executionId: idOf(7) },
    ],
    sideBySide: { underWay: 2, lastEnded: 'Succeeded', moreApprovals: false },
  });
});

it('asks for no action executions where nothing is under way', async () => {
  const { look, read } = world(
    executions.filter(({ status }) => status === 'Failed'),
    [actions],
  );
  expect((await look()).sideBySide).toEqual({ underWay: 0, lastEnded: 'Failed', moreApprovals: false });
  expect(read).not.toHaveBeenCalled();
});

it('reads on until all that it reads began before the oldest execution under way', async () => {
  const { look, read } = world(executions, [[asking(8, 9_000)], [asking(6, 6_999)], [asking(5, 1)]]);
  expect((await look()).sideBySide?.moreApprovals).toBe(false);
  expect(read).toHaveBeenCalledTimes(2);
});

it('gives up after three pages, and says that there may be more', async () => {
  const { look, read } = world(
    executions,
    Array.from({ length: 9 }, () => [asking(8, 9_000)]),
  );
  const { approvals, sideBySide } = await look();
  expect([approvals.length, sideBySide?.moreApprovals]).toEqual([3, true]);
  expect(read).toHaveBeenCalledTimes(3);
});
