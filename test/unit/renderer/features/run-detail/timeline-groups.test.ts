import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '#shared/domain/run.ts';
import { progressHistory } from '#renderer/features/run-detail/progress-history.ts';
import { timelineGroups } from '#renderer/features/run-detail/timeline-groups.ts';
import { aRunDetail } from '../../a-run.ts';

const entry = (id: number, jobId: string | null, change: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id,
  at: id * 1000,
  jobId,
  kind: 'codepipeline',
  operation: 'PutJobSuccessResult',
  outcome: 'ok',
  durationMs: 10,
  sentence: 'Accepted.',
  payload: null,
  ...change,
});
const shape = (newestFirst: boolean, timeline: TimelineEntry[]) =>
  timelineGroups(aRunDetail({}, { timeline }), newestFirst).map((group) => [
    group.job?.jobId,
    group.entries.map((one) => one.id),
  ]);

describe('timelineGroups', () => {
  it('keeps an entry without a job with the job before it in time', () => {
    const timeline = [entry(1, 'job-1'), entry(2, null), entry(3, 'job-2')];
    expect(shape(false, timeline)).toEqual([
      ['job-1', [1, 2]],
      ['job-2', [3]],
    ]);
  });

  it('turns jobs and entries round when the newest comes first', () => {
    expect(shape(true, [entry(1, 'job-1'), entry(2, 'job-1'), entry(3, 'job-2')])).toEqual([
      ['job-2', [3]],
      ['job-1', [2, 1]],
    ]);
  });

  it('shows a job of which nothing was written yet', () => {
    expect(shape(false, [])).toEqual([
      ['job-1', []],
      ['job-2', []],
    ]);
  });
});

describe('progressHistory', () => {
  it('reads what was told to CodePipeline and leaves refused calls and other talk out', () => {
    const told = (percentComplete: unknown) => ({ request: { executionDetails: { percentComplete } } });
    expect(
      progressHistory([
        entry(3, 'job-2', { payload: told(140) }),
        entry(1, 'job-1', { payload: told(10) }),
        entry(2, 'job-1', { payload: told(50), outcome: 'refused' }),
        entry(4, 'job-2', { payload: told(60), kind: 'backend' }),
        entry(5, 'job-2', { payload: told('many') }),
      ]),
    ).toEqual([
      { at: 1000, percent: 10 },
      { at: 3000, percent: 100 },
    ]);
  });
});
