import { describe, expect, it } from 'vitest';
import type { RunJob, TimelineEntry } from '#shared/domain/run.ts';
import {
  EVERYTHING,
  firstProblem,
  silentSince,
  timelineStory,
  type StoryChapter,
} from '#renderer/features/run-detail/timeline-story.ts';
import { aRunDetail } from '#test/unit/renderer/a-run.ts';

const T = 1_700_000_000_000;
let ids = 0;

function line(at: number, operation: string, change: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    ...{ id: (ids += 1), at: T + at, jobId: 'job-1', kind: 'codepipeline', operation, outcome: 'ok' },
    ...{ durationMs: null, sentence: operation, payload: null },
    ...change,
  };
}

function job(sequence: number): RunJob {
  return {
    ...{ jobId: `job-${sequence}`, sequence, state: 'answered', polledAt: T, acknowledgedAt: T },
    ...{ answeredAt: T, deadlineAt: null, continuationToken: null },
  };
}

/** A keep-alive: poll, acknowledge, report; the same each time but for the figure in the report. */
const keepAlive = (sequence: number, at: number): TimelineEntry[] => [
  line(at, 'PollForJobs', { jobId: `job-${sequence}` }),
  line(at + 10, 'AcknowledgeJob', { jobId: `job-${sequence}` }),
  line(at + 20, 'PutJobSuccessResult', { jobId: `job-${sequence}`, sentence: `In progress, ${sequence}%.` }),
];

function told(chapters: readonly StoryChapter[]): string[] {
  return chapters.flatMap((chapter) => {
    if (chapter.kind === 'jobs')
      return [`jobs ${chapter.jobs[0]?.job?.sequence}-${chapter.jobs.at(-1)?.job?.sequence}`];
    const parts = chapter.job.parts.map((part) => {
      if (part.kind === 'line') return part.entry.operation;
      if (part.kind === 'alike') return `${part.entries.length} × ${part.entries[0]?.operation}`;
      if (part.kind === 'gap') return `${part.until - part.at} ms ${part.silence}`;
      return `note ${part.note.text}`;
    });
    return [`job ${chapter.job.job?.sequence}`, ...parts];
  });
}

const story = (timeline: TimelineEntry[], sequences = [1], more = {}) =>
  told(timelineStory({ ...aRunDetail(), jobs: sequences.map(job), timeline, ...more }, []));

describe('the story of a run', () => {
  it('says how long nothing happened and what was waited for', () => {
    const timeline = [
      line(0, 'PollForJobs'),
      line(8_000, 'AcknowledgeJob', { durationMs: 500 }),
      line(70_000, 'status', { kind: 'backend', durationMs: 2_000 }),
      line(70_010, 'PutJobSuccessResult', { outcome: 'failed' }),
      line(100_010, 'PutJobSuccessResult'),
      line(352_010, 'PollForJobs', { jobId: 'job-2' }),
    ];
    expect(story(timeline, [1, 2])).toEqual([
      'job 1',
      'PollForJobs',
      '7500 ms unclaimed',
      'AcknowledgeJob',
      '60000 ms at-work',
      'status',
      'PutJobSuccessResult',
      '30000 ms next-try',
      'PutJobSuccessResult',
      'job 2',
      '252000 ms next-job',
      'PollForJobs',
    ]);
  });

  it('calls no pause of the usual pace a gap', () => {
    expect(story([line(0, 'PollForJobs'), line(4_999, 'AcknowledgeJob')])).toEqual([
      'job 1',
      'PollForJobs',
      'AcknowledgeJob',
    ]);
  });

  it('folds three calls that differ in figures only, and leaves two as they are', () => {
    const status = (at: number, percent: number) =>
      line(at, 'status', { kind: 'backend', sentence: `153245 is running, ${percent}%.` });
    expect(story([status(0, 1), status(1_000, 2), status(2_000, 30)])).toEqual(['job 1', '3 × status']);
    expect(story([status(0, 1), status(1_000, 2)])).toEqual(['job 1', 'status', 'status']);
  });

  it('folds 120 keep-alives into one line and leaves the first and the newest job open', () => {
    const sequences = Array.from({ length: 122 }, (_, at) => at + 1);
    const timeline = [
      line(0, 'PollForJobs'),
      line(1, 'start', { kind: 'backend' }),
      ...sequences.slice(1).flatMap((sequence) => keepAlive(sequence, sequence * 1_000)),
    ];
    expect(story(timeline, sequences)).toEqual([
      ...['job 1', 'PollForJobs', 'start', 'jobs 2-121', 'job 122'],
      ...['PollForJobs', 'AcknowledgeJob', 'PutJobSuccessResult'],
    ]);
  });

  it('keeps a job with a refusal out of a fold', () => {
    const timeline = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((sequence) => keepAlive(sequence, sequence * 1_000));
    timeline.push(line(4_015, 'PutJobSuccessResult', { jobId: 'job-4', outcome: 'refused' }));
    const chapters = story(timeline, [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(chapters.filter((text) => /^jobs? \d/.test(text))).toEqual([
      'jobs 1-3',
      'job 4',
      'jobs 5-7',
      'job 8',
    ]);
  });

  it('puts notes at their time and leaves gaps and notes out of what is filtered', () => {
    const note = { noteId: 7, at: T + 500, who: 'kim', text: 'called', editedAt: null, mine: true };
    const late = { ...note, noteId: 8, at: T + 90_000, text: 'late' };
    const detail = {
      ...aRunDetail(),
      jobs: [job(1)],
      timeline: [line(0, 'PollForJobs'), line(60_000, 'AcknowledgeJob', { outcome: 'refused' })],
    };
    expect(told(timelineStory(detail, [late, note]))).toEqual([
      ...['job 1', 'PollForJobs', '60000 ms unclaimed', 'note called', 'AcknowledgeJob', 'note late'],
    ]);
    const problems = { ...EVERYTHING, problemsOnly: true };
    expect(told(timelineStory(detail, [note], problems))).toEqual(['job 1', 'AcknowledgeJob']);
    const backend = { ...EVERYTHING, kinds: new Set(['backend'] as const) };
    expect(timelineStory(detail, [note], backend)).toEqual([]);
  });

  it('knows the first problem by time, and since when nothing happens in a live run only', () => {
    const late = line(9_000, 'PutJobSuccessResult', { outcome: 'failed' });
    const early = line(3_000, 'AcknowledgeJob', { outcome: 'refused' });
    expect(firstProblem([late, line(1_000, 'PollForJobs'), early])).toBe(early);
    expect(firstProblem([line(1_000, 'PollForJobs')])).toBeNull();
    expect(silentSince(aRunDetail({}, { timeline: [late, early] }))).toBe(T + 9_000);
    expect(silentSince(aRunDetail({ state: 'failed' }, { timeline: [late] }))).toBeNull();
  });
});
