import { describe, expect, it } from 'vitest';
import { chartOf, spanWords } from '#renderer/features/pipelines/history/chart-model.ts';
import { timeScale } from '#renderer/features/pipelines/history/time-scale.ts';
import type { ActionRow, ActionStatus } from '#shared/domain/pipeline.ts';
import { aPipeline, idOf } from './a-pipeline.ts';

const base = aPipeline({ executions: { 7: 'Succeeded' }, actions: [[7, 'Build', 'Succeeded']] }).actions[0]!;
let made = 0;
const ran = (
  execution: number,
  stageName: string,
  from: number,
  to: number,
  status: ActionStatus,
): ActionRow => ({
  ...base,
  actionExecutionId: `a${(made += 1)}`,
  executionId: idOf(execution),
  stageName,
  startedAt: from * 1000,
  updatedAt: to * 1000,
  status,
});
const executions = aPipeline({
  executions: { 7: 'InProgress', 8: 'Superseded', 9: 'InProgress' },
}).executions.map((row) =>
  row.executionId === idOf(8) ? { ...row, supersededBy: idOf(9), updatedAt: 40_000 } : row,
);
const chart = (actions: ActionRow[]) =>
  chartOf({ mode: 'SUPERSEDED', stageNames: ['Source', 'Build'], executions, actions, now: 60_000 });
const words = (span: Parameters<typeof spanWords>[0]) => spanWords(span, (ms) => `${ms} ms`, String);

describe('chartOf', () => {
  it('tells who waited for whom, and where one was superseded', () => {
    const { stages } = chart([
      ran(7, 'Source', 0, 5, 'Succeeded'),
      ran(7, 'Build', 5, 60, 'InProgress'),
      ran(8, 'Source', 10, 15, 'Succeeded'),
      ran(9, 'Source', 30, 35, 'Succeeded'),
    ]);
    expect(stages[1]?.spans.map(words)).toEqual([
      'Execution 7 is in Build since 5000, for 55000 ms: InProgress.',
      'Execution 8 waited in front of Build from 15000 for 25000 ms while execution 7 held it. There it was superseded by 9.',
      'Execution 9 waits in front of Build since 35000, for 25000 ms while execution 7 held it.',
    ]);
  });

  it('holds a stage anew when it is retried after a failure', () => {
    const { stages } = chart([ran(7, 'Build', 0, 5, 'Failed'), ran(7, 'Build', 50, 55, 'Succeeded')]);
    expect(stages[1]?.spans.map(({ from, to, status }) => [from, to, status])).toEqual([
      [0, 5_000, 'Failed'],
      [50_000, 55_000, 'Succeeded'],
    ]);
  });

  it('draws what overlaps below each other', () => {
    const parallel = chartOf({
      mode: 'PARALLEL',
      stageNames: ['Build'],
      executions,
      actions: [ran(7, 'Build', 0, 20, 'Succeeded'), ran(9, 'Build', 10, 30, 'Succeeded')],
      now: 60_000,
    });
    expect(parallel.stages[0]).toMatchObject({ lanes: 2, spans: [{ lane: 0 }, { lane: 1 }] });
  });
});

describe('timeScale', () => {
  it('cuts long idle times and keeps the proportion of everything else', () => {
    const scale = timeScale([
      { from: 0, to: 100 },
      { from: 86_400_000, to: 86_400_100 },
    ]);
    expect(scale.cuts).toEqual([{ at: expect.closeTo(0.5, 2) as number, ms: 86_399_900 }]);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(100) - scale.at(0)).toBeCloseTo(scale.at(86_400_100) - scale.at(86_400_000));
    expect(scale.at(86_400_100)).toBe(1);
  });
});
