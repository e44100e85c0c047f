import { describe, expect, it } from 'vitest';
import { RUN_LANES, type RunLane } from '#shared/domain/run-lanes.ts';
import { holdRows, missingFrom } from '#renderer/features/runs/held-rows.ts';
import { aRun } from '../../a-run.ts';

const page = (...runs: ReturnType<typeof aRun>[]) => ({
  rows: runs,
  total: runs.length,
  countsByState: {},
  countsByLane: Object.fromEntries(RUN_LANES.map((lane) => [lane, 0])) as Record<RunLane, number>,
  readAt: 0,
  nextLaneChangeAt: null,
});
const a = aRun({ runId: 'a' });
const b = aRun({ runId: 'b' });
const c = aRun({ runId: 'c' });

describe('holdRows', () => {
  it('keeps the order that is read, with the newest content of each row', () => {
    const later = aRun({ runId: 'b', state: 'succeeded' });
    const held = holdRows({ runIds: ['a', 'b'], total: 2 }, page(c, later, a), new Map(), true);
    expect(held.rows.map((row) => row.runId)).toEqual(['a', 'b']);
    expect(held.rows[1]?.state).toBe('succeeded');
    expect(held).toMatchObject({ newCount: 1, moved: true });
  });

  it('names rows that have left the newest page and shows what is known of them', () => {
    const order = { runIds: ['a', 'b'], total: 2 };
    expect(holdRows(order, page(c, a), new Map([['b', b]]), true).rows).toEqual([a, b]);
    expect(missingFrom(page(c, a), order)).toEqual(['b']);
  });

  it('says that nothing moved while the order is the same', () => {
    expect(holdRows({ runIds: ['a', 'b'], total: 2 }, page(a, b), new Map(), true)).toMatchObject({
      newCount: 0,
      moved: false,
    });
  });

  it('counts new runs by the total on later pages, where every row slides', () => {
    const newest = { ...page(b, c), total: 105 };
    expect(holdRows({ runIds: ['c'], total: 101 }, newest, new Map(), false).newCount).toBe(4);
  });
});
