import type { Log } from '#main/agent/ports.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { Preferences } from '#shared/domain/preferences.ts';
import { runQuerySchema, type RunQuery, type RunSummary } from '#shared/domain/run.ts';
import { decideNotifications, NO_CALLS, type Call, type Notice } from './notifications-decision.ts';

/** Something that changed is looked at after this time at the latest, and many changes at once. */
const LOOK_EVERY_MS = 5_000;

/** A deadline comes near without any change. */
const LOOK_ANYWAY_MS = 15_000;

const MOST_RUNS = 200;

/** Time as it is given to the watch, so that tests need not wait. */
export interface CallClock {
  now(): number;
  /** Minutes since midnight, local. */
  minuteOfDay(): number;
  /** Calls back again and again; answers the end of it. */
  every(ms: number, call: () => void): () => void;
}

const query = (change: Partial<RunQuery>): RunQuery =>
  runQuerySchema.parse({ sortBy: 'updatedAt', pageSize: MOST_RUNS, ...change });

/** The runs that are in each condition; of the failed ones those that ended since the watch began. */
async function readCalls(
  runtime: Pick<Runtime, 'listRuns'>,
  since: number,
): Promise<Record<Call, readonly RunSummary[]>> {
  const rows = async (change: Partial<RunQuery>): Promise<readonly RunSummary[]> =>
    (await runtime.listRuns(query(change))).rows;
  const [needsHuman, atRisk, failed] = await Promise.all([
    rows({ states: ['needs-token', 'waiting-for-engineer'] }),
    rows({ lane: 'at-risk' }),
    rows({ lane: 'failed' }),
  ]);
  return { needsHuman, atRisk, failed: failed.filter((run) => (run.finishedAt ?? 0) >= since) };
}

/** Watches the runs of the runtime at work and hands on what people are to be told. */
export interface CallWatch {
  /** Another runtime is at work from now on, or none: what it holds at this moment calls nobody. */
  begin(runtime: Pick<Runtime, 'listRuns'> | null): void;
  /** Some run has changed. */
  changed(): void;
  stop(): void;
}

export function watchForCalls(options: {
  readonly wanted: () => Preferences['notifications'];
  readonly show: (notice: Notice) => void;
  readonly clock: CallClock;
  readonly log: Log;
}): CallWatch {
  const { clock } = options;
  let runtime: Pick<Runtime, 'listRuns'> | null = null;
  let memory = NO_CALLS;
  let since = clock.now();
  let lookedAt = -Infinity;
  let isChanged = true;
  let looking = false;

  async function look(): Promise<void> {
    const from = runtime;
    if (!from || looking) return;
    if (!isChanged && clock.now() - lookedAt < LOOK_ANYWAY_MS) return;
    looking = true;
    isChanged = false;
    lookedAt = clock.now();
    try {
      const present = await readCalls(from, since);
      if (from !== runtime) return;
      const decided = decideNotifications(
        memory,
        present,
        options.wanted(),
        clock.now(),
        clock.minuteOfDay(),
      );
      memory = decided.memory;
      for (const notice of decided.show) options.show(notice);
    } catch (thrown) {
      options.log('warn', 'notifications-not-looked-at', { message: toActionDeskError(thrown).message });
    } finally {
      looking = false;
    }
  }

  const stop = clock.every(LOOK_EVERY_MS, () => void look());
  return {
    begin(next) {
      runtime = next;
      memory = NO_CALLS;
      since = clock.now();
      isChanged = true;
      void look();
    },
    changed() {
      isChanged = true;
    },
    stop,
  };
}
