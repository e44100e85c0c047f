import { describe, expect, it } from 'vitest';
import {
  approvalWords,
  besideWords,
  filterRows,
  listAddress,
  filterOf,
  sortRows,
  type ListRow,
} from '#renderer/features/pipelines/list/list-rows.ts';
import type { PipelineGlance } from '#shared/domain/pipeline.ts';

const glance = (
  change: Partial<PipelineGlance['stages'][number]>,
  ours: boolean | null = null,
  more: Partial<PipelineGlance> = {},
): PipelineGlance => ({
  ref: { region: 'us-east-1', name: 'x' },
  readAt: 1,
  stages: [
    {
      name: 'Build',
      status: 'Succeeded',
      executionId: null,
      inbound: 0,
      transitionEnabled: true,
      waitsForApproval: false,
      ...change,
    },
  ],
  approvals: [],
  sideBySide: null,
  ours,
  problem: null,
  ...more,
});
const approval = { stageName: 'Publish', actionName: 'Release', executionId: '7-1111' };
const beside = { underWay: 2, lastEnded: 'Failed', moreApprovals: false } as const;
const row = (name: string, state: PipelineGlance | null, region = 'us-east-1'): ListRow => ({
  ref: { region, name },
  listed: { name, pipelineType: 'V2', executionMode: 'QUEUED', version: 1, updatedAt: 1 },
  glance: state,
});
const all = { text: '', region: '', mode: '', state: 'any' as const };

describe('filterRows', () => {
  it.each([
    ['waiting', { inbound: 2 }],
    ['failed', { status: 'Stopped' }],
    ['progress', { status: 'InProgress' }],
    ['closed', { transitionEnabled: false }],
  ] as const)('finds by %s and counts what is not known', (state, change) => {
    const rows = [row('a', glance(change)), row('b', glance({})), row('c', null)];
    const found = filterRows(rows, { ...all, state });
    expect(found.rows.map(({ ref }) => ref.name)).toEqual(['a']);
    expect(found.unknown).toBe(1);
  });

  it.each([
    ['approval', { approvals: [approval] }],
    ['failed', { sideBySide: beside }],
    ['progress', { sideBySide: beside }],
  ] as const)('finds by %s where the stages do not tell it', (state, more) => {
    const quiet = { sideBySide: { ...beside, underWay: 0, lastEnded: 'Succeeded' as const } };
    const rows = [
      row('a', glance({}, null, { ...more, approvals: [...('approvals' in more ? more.approvals : [])] })),
      // In PARALLEL mode what GetPipelineState says of stages counts for nothing.
      row('b', glance({ status: 'Failed' }, null, quiet)),
    ];
    expect(filterRows(rows, { ...all, state }).rows.map(({ ref }) => ref.name)).toEqual(['a']);
  });

  it('names approvals with their executions, and says where there may be more', () => {
    expect(approvalWords(glance({}))).toBeNull();
    expect(approvalWords(glance({}, null, { approvals: [approval] }))).toBe(
      'Publish / Release for execution 7',
    );
    expect(approvalWords(glance({}, null, { sideBySide: { ...beside, moreApprovals: true } }))).toContain(
      'began earlier',
    );
  });

  it.each([
    [beside, '2 side by side'],
    [{ ...beside, underWay: 0 }, 'none now, last Failed'],
    [{ ...beside, underWay: 0, lastEnded: null }, 'no execution yet'],
  ])('says what goes on side by side', (sideBySide, words) => {
    expect(besideWords(sideBySide)).toBe(words);
  });

  it('knows our action types only where the declaration was read', () => {
    const rows = [row('a', glance({}, true)), row('b', glance({}, false)), row('c', glance({}))];
    expect(filterRows(rows, { ...all, state: 'ours' })).toMatchObject({ rows: [rows[0]], unknown: 1 });
  });

  it('keeps the filters in the address', () => {
    const filter = { text: 'pay', region: 'us-west-2', mode: 'QUEUED', state: 'failed' as const };
    const [, search = ''] = listAddress(filter).split('?');
    expect(filterOf(new URLSearchParams(search))).toEqual(filter);
  });

  it('sorts pipelines of one name by their region', () => {
    const rows = [row('a', null, 'us-west-2'), row('a', null), row('b', null)];
    expect(sortRows(rows, 'name', 'descending').map(({ ref }) => `${ref.name} ${ref.region}`)).toEqual([
      'b us-east-1',
      'a us-east-1',
      'a us-west-2',
    ]);
  });
});
