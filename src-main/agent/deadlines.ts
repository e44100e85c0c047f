import type { JobRef } from '#shared/domain/job.ts';
import type { Clock, RunRecord } from './ports.ts';

/**
 * What is left of a run's job, in ms; negative when it is over. The wall clock jumps, and the monotonic clock of some systems
 * stands still while the computer sleeps, so the truth lies between two bounds: keeping alive goes by the earliest end,
 * giving up by the latest.
 */
export interface TimeLeft {
  earliestMs: number;
  latestMs: number;
}

/** Deadlines by the monotonic clock, from the first sight of a job within this process. */
export interface Deadlines {
  /** A job was handed out now; `deadlineAt` (epoch ms) is what the ledger is told. */
  heard(job: JobRef, deadlineAt: number): void;
  /** Null where no job is open. What an earlier process wrote down counts for `jobTimeoutMs` at most. */
  left(run: DeadlineOf, jobTimeoutMs: number): TimeLeft | null;
  /**
   * CodePipeline still describes the job though its time should be over: where only an earlier process's clock said when it
   * ends, that clock was wrong. Believed once a job and process: AWS does not say for how long it describes a job that is over,
   * so a run that an engineer holds past its deadline is shown for one more job time-out after each restart, and its next act
   * is answered with the truth. Better late than an open job that is shown as lost.
   */
  stillOpen(run: DeadlineOf, jobTimeoutMs: number): void;
  /** Forgets the jobs of all other runs. */
  keepOnly(runs: readonly DeadlineOf[]): void;
}

export type DeadlineOf = Pick<RunRecord, 'region' | 'currentJobId' | 'deadlineAt'>;

interface Entry {
  deadlineAt: number;
  /** Monotonic ms. */
  endsAt: number;
  /** From the ledger of an earlier process, and not corrected yet. */
  restored: boolean;
}

/** Time to ask CodePipeline about a job whose written deadline has passed while nobody looked. */
const TIME_TO_ASK_MS = 60_000;

export function createDeadlines(clock: Clock): Deadlines {
  const entries = new Map<string, Entry>();
  const keyOf = (region: string, jobId: string): string => `${region} ${jobId}`;

  function entryOf(run: DeadlineOf, deadlineAt: number, jobTimeoutMs: number): Entry {
    const key = keyOf(run.region, run.currentJobId);
    const known = entries.get(key);
    if (known?.deadlineAt === deadlineAt) return known;
    const leftMs = Math.min(jobTimeoutMs, Math.max(deadlineAt - clock.now(), TIME_TO_ASK_MS));
    const entry = { deadlineAt, endsAt: clock.monotonicMs() + leftMs, restored: true };
    entries.set(key, entry);
    return entry;
  }

  return {
    heard(job, deadlineAt) {
      const key = keyOf(job.region, job.jobId);
      if (entries.has(key)) return;
      const endsAt = clock.monotonicMs() + deadlineAt - clock.now();
      entries.set(key, { deadlineAt, endsAt, restored: false });
    },
    left(run, jobTimeoutMs) {
      if (run.deadlineAt === null) return null;
      const latestMs = entryOf(run, run.deadlineAt, jobTimeoutMs).endsAt - clock.monotonicMs();
      return { earliestMs: Math.min(latestMs, run.deadlineAt - clock.now()), latestMs };
    },
    stillOpen(run, jobTimeoutMs) {
      if (run.deadlineAt === null) return;
      const entry = entryOf(run, run.deadlineAt, jobTimeoutMs);
      if (!entry.restored) return;
      entry.restored = false;
      entry.endsAt = Math.max(entry.endsAt, clock.monotonicMs() + jobTimeoutMs);
    },
    keepOnly(runs) {
      const live = new Set(runs.map((run) => keyOf(run.region, run.currentJobId)));
      for (const key of entries.keys()) if (!live.has(key)) entries.delete(key);
    },
  };
}
