import {
  HISTORY_STEP_MS,
  HISTORY_STEPS,
  type AgentHistory,
  type CellHistory,
} from '#shared/domain/agent-history.ts';
import { cellKey } from '../agent/cell-key.ts';
import type { Clock, JobService } from '../agent/ports.ts';

/** A step remembers so many durations at most; more polls in ten seconds would not move the median by much. */
const MOST_DURATIONS = 32;

interface Step {
  /** Number of the step since 1970: a place in the ring whose number is another holds an older step. */
  number: number;
  polls: number;
  jobs: number;
  errors: number;
  durations: number[];
  longestMs: number | null;
}

/** The last ten minutes of each cell, in memory: a ring of steps a cell, so that it never grows. */
export interface PollHistory {
  /** The same service; its polls are counted. A poll that was broken off by the agent counts for nothing. */
  watching(service: JobService): JobService;
  read(): AgentHistory;
}

export function createPollHistory(clock: Clock): PollHistory {
  const rings = new Map<string, (Step | undefined)[]>();

  function stepOf(key: string): Step {
    const number = Math.floor(clock.now() / HISTORY_STEP_MS);
    const ring = rings.get(key) ?? new Array<Step | undefined>(HISTORY_STEPS).fill(undefined);
    rings.set(key, ring);
    const place = number % HISTORY_STEPS;
    const present = ring[place];
    if (present?.number === number) return present;
    const fresh: Step = { number, polls: 0, jobs: 0, errors: 0, durations: [], longestMs: null };
    ring[place] = fresh;
    return fresh;
  }

  return {
    watching: (service) => ({
      ...service,
      async poll(cell, maxJobs, signal) {
        const from = clock.monotonicMs();
        try {
          const jobs = await service.poll(cell, maxJobs, signal);
          const step = stepOf(cellKey(cell));
          const tookMs = clock.monotonicMs() - from;
          step.polls += 1;
          step.jobs += jobs.length;
          step.longestMs = Math.max(step.longestMs ?? 0, tookMs);
          if (step.durations.length < MOST_DURATIONS) step.durations.push(tookMs);
          return jobs;
        } catch (thrown) {
          if (!signal.aborted) {
            const step = stepOf(cellKey(cell));
            step.polls += 1;
            step.errors += 1;
          }
          throw thrown;
        }
      },
    }),
    read() {
      const last = Math.floor(clock.now() / HISTORY_STEP_MS);
      const cells = [...rings].map(([key, ring]) => readCell(key, ring, last));
      return { endsAt: (last + 1) * HISTORY_STEP_MS, cells };
    },
  };
}

function readCell(key: string, ring: readonly (Step | undefined)[], last: number): CellHistory {
  const steps = Array.from({ length: HISTORY_STEPS }, (_, at) => {
    const number = last - HISTORY_STEPS + 1 + at;
    const step = ring[number % HISTORY_STEPS];
    return step?.number === number ? step : undefined;
  });
  return {
    key,
    polls: steps.map((step) => step?.polls ?? 0),
    jobs: steps.map((step) => step?.jobs ?? 0),
    errors: steps.map((step) => step?.errors ?? 0),
    medianMs: steps.map((step) => (step ? median(step.durations) : null)),
    longestMs: steps.map((step) => rounded(step?.longestMs ?? null)),
  };
}

function median(durations: readonly number[]): number | null {
  const sorted = durations.toSorted((a, b) => a - b);
  return rounded(sorted[Math.floor((sorted.length - 1) / 2)] ?? null);
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
