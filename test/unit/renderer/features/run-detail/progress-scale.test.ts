import { expect, it } from 'vitest';
import { jobMarks, progressScale } from '#renderer/features/run-detail/progress-scale.ts';
import { aRunDetail } from '#test/unit/renderer/a-run.ts';

const T = 1_700_000_000_000;
const report = (at: number, percentComplete: number) => ({
  ...{ id: at, at: T + at, jobId: 'job-1', kind: 'codepipeline' as const, operation: 'PutJobSuccessResult' },
  ...{ outcome: 'ok' as const, durationMs: 1, sentence: '', payload: { percentComplete } },
});

it('goes to now while the run lives, and draws a deadline that is near', () => {
  const detail = aRunDetail({ deadlineAt: T + 60_000 }, { timeline: [report(10_000, 20)] });
  const scale = progressScale(detail, T + 40_000);
  expect(scale).toMatchObject({ from: T, deadlineAt: T + 60_000, deadlineBeyond: null });
  expect(scale?.to).toBeGreaterThan(T + 60_000);
});

it('says of a deadline far away that it is beyond, and does not press the past into a corner', () => {
  const detail = aRunDetail({ deadlineAt: T + 3_600_000 }, { timeline: [report(10_000, 20)] });
  expect(progressScale(detail, T + 40_000)).toMatchObject({
    to: T + 40_000,
    deadlineAt: null,
    deadlineBeyond: T + 3_600_000,
  });
});

it('ends with the run, at 100 where it succeeded', () => {
  const over = { state: 'succeeded' as const, finishedAt: T + 30_000 };
  const scale = progressScale(aRunDetail(over, { timeline: [report(10_000, 20)] }), T + 9_000_000);
  expect(scale).toMatchObject({ to: T + 30_000, deadlineAt: null, deadlineBeyond: null });
  expect(scale?.points.at(-1)).toEqual({ at: T + 30_000, percent: 100 });
});

it('is not there before a report or a second job', () => {
  const [job] = aRunDetail().jobs;
  expect(progressScale(aRunDetail({}, { jobs: job ? [job] : [] }), T + 40_000)).toBeNull();
});

it('marks as many jobs as can be told apart', () => {
  const jobs = Array.from({ length: 480 }, (_, at) => ({ sequence: at + 1, at }));
  const { marks, every } = jobMarks(jobs);
  expect(every).toBe(20);
  expect(marks).toHaveLength(24);
  expect(jobMarks(jobs.slice(0, 24))).toMatchObject({ every: 1 });
});
