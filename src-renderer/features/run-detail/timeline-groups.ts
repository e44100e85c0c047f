import type { RunDetail, RunJob, TimelineEntry } from '#shared/domain/run.ts';

/** The entries of one job, in order of time; `job` is null for what belongs to no job. */
interface TimelineGroup {
  job: RunJob | null;
  entries: readonly TimelineEntry[];
}

/**
 * Cuts the timeline at the jobs of the chain. An entry without a job stays with the job before it in time, so that
 * a decision is read where it was taken. The newest group comes first when `newestFirst` is set.
 */
export function timelineGroups(
  detail: Pick<RunDetail, 'jobs' | 'timeline'>,
  newestFirst: boolean,
): TimelineGroup[] {
  const jobs = new Map(detail.jobs.map((job) => [job.jobId, job]));
  const groups = new Map<string | null, TimelineEntry[]>();
  for (const job of [...detail.jobs].sort((a, b) => a.sequence - b.sequence)) groups.set(job.jobId, []);
  let last: string | null = null;
  for (const entry of [...detail.timeline].sort((a, b) => a.at - b.at || a.id - b.id)) {
    const known: string | null = entry.jobId !== null && jobs.has(entry.jobId) ? entry.jobId : last;
    last = known;
    const key = known ?? detail.jobs[0]?.jobId ?? null;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const ordered = [...groups].map(([jobId, entries]) => ({
    job: jobId === null ? null : (jobs.get(jobId) ?? null),
    entries: newestFirst ? [...entries].reverse() : entries,
  }));
  return newestFirst ? ordered.reverse() : ordered;
}

/** A job's state in a few words. */
export const JOB_STATE_WORDS: Record<RunJob['state'], string> = {
  polled: 'polled',
  claiming: 'claiming',
  claimed: 'claimed',
  answered: 'answered',
  lost: 'taken elsewhere',
  over: 'over',
};
