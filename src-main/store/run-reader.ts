import type {
  RunCount,
  RunDetail,
  RunMatch,
  RunPage,
  RunQuery,
  RunSelection,
  RunSummary,
} from '#shared/domain/run.ts';
import type { UnmatchedClient } from '#shared/domain/client.ts';
import type { RunValuesQuery } from '#shared/domain/run-filter.ts';
import type { StoreDatabase } from './open-database.ts';
import { createRunList } from './run-list.ts';
import { RUNS_OF_ID } from './run-search.ts';
import { detailOf } from './run-views.ts';
import { toStoreError } from './store-error.ts';
import type { JobRow, OutboxTableRow, RunInputsRow, RunRow, TimelineRow } from './tables.ts';

interface WaitingRow {
  client_id: string;
  runs: number;
  label: string | null;
  refused: number;
  disabled: number;
}

function reasonOf({ refused, disabled }: WaitingRow): UnmatchedClient['reason'] {
  if (disabled) return 'disabled';
  return refused ? 'refused' : 'missing';
}

/** The newest lines of one run that are shown; a run that keeps alive for days has more. */
const TIMELINE_LINES = 2000;
/** Clients in the inbox, the most urgent first, and runs shown of each. */
const UNMATCHED_CLIENTS = 200;
const UNMATCHED_RUNS = 20;

/** The read side of the store: synchronous, one consistent snapshot a call, no writes. Throws `store-damaged`. */
export interface RunReader {
  /**
   * State, region and lane are read from counts and indices. Free text, parts of texts, stage, action, action type, account,
   * who holds it, processor, failure type and negations look at every run once (see the bench of the list).
   */
  listRuns(query: RunQuery): RunPage;
  countRuns(match: RunMatch): RunCount;
  /** The most frequent values of a property that hold the text, with the number of runs that have each. */
  runValues(query: RunValuesQuery): { value: string; runs: number }[];
  /** Row numbers of the runs that are meant, for `summaries`. */
  idsOf(selection: RunSelection): number[];
  /** Runs by row number; those that are gone are left out. */
  summaries(ids: readonly number[]): RunSummary[];
  /** By run id, any job id of the chain, external execution id or continuation token; the newest run where several match. */
  getRun(id: string): RunDetail | null;
  /** The most urgent clients whose runs wait for a token or for being enabled, the nearest deadline first; how many there are. */
  unmatchedClients(): { unmatched: UnmatchedClient[]; total: number };
  /** How many runs wait so, of one client or (null) of all. */
  waitingRuns(clientId: string | null): number;
}

/** @param now epoch milliseconds; lanes and relative times of a filter stand on it. */
export function createRunReader(db: StoreDatabase, now: () => number = Date.now): RunReader {
  const { raw } = db;
  const list = createRunList(db, now);
  const snapshot = raw.transaction((work: () => unknown) => work());
  const consistently = <T>(work: () => T): T => {
    try {
      return snapshot.deferred(work) as T;
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  const findRun = raw.prepare<[{ id: string }], RunRow>(
    `select * from runs where id in (${RUNS_OF_ID})
     order by run_id = @id desc, created_at desc, id desc limit 1`,
  );
  const inputs = raw.prepare<[string], RunInputsRow>('select * from run_inputs where run_id = ?');
  const jobs = raw.prepare<[string], JobRow>('select * from jobs where run_id = ? order by sequence, id');
  const timeline = raw.prepare<[string, number], TimelineRow>(
    'select * from timeline where run_id = ? order by id desc limit ?',
  );
  const pending = raw.prepare<[string], OutboxTableRow>(
    'select * from outbox where run_id = ? and settled_at is null order by id desc limit 1',
  );
  const waitingClients = raw.prepare<[], WaitingRow>(
    `select runs.client_id, count(*) as runs, clients.label,
       clients.refused_at is not null as refused, clients.disabled_at is not null as disabled
     from runs left join clients on clients.client_id = runs.client_id
     where state = 'needs-token' and runs.client_id is not null
     group by runs.client_id order by min(deadline_at) asc nulls last, min(runs.id)`,
  );
  const waitingRunsOf = raw.prepare<[string, number], RunRow>(
    `select * from runs where state = 'needs-token' and client_id = ?
     order by deadline_at asc nulls last, id limit ?`,
  );
  const waitingCount = raw
    .prepare<[{ id: string | null }], number>(
      "select count(*) from runs where state = 'needs-token' and client_id is not null and (@id is null or client_id = @id)",
    )
    .pluck();

  return {
    listRuns: (query) => consistently(() => list.page(query)),
    countRuns: (match) => consistently(() => list.count(match)),
    runValues: (query) => consistently(() => list.values(query)),
    idsOf: (selection) => consistently(() => list.idsOf(selection)),
    summaries: (ids) => consistently(() => list.summaries(ids)),

    getRun: (id) =>
      consistently(() => {
        const run = findRun.get({ id });
        if (!run) return null;
        return detailOf({
          run,
          inputs: inputs.get(run.run_id),
          jobs: jobs.all(run.run_id),
          timeline: timeline.all(run.run_id, TIMELINE_LINES).reverse(),
          pending: pending.get(run.run_id),
        });
      }),

    unmatchedClients: () =>
      consistently(() => {
        const waiting = waitingClients.all();
        const unmatched = waiting.slice(0, UNMATCHED_CLIENTS).map((client) => ({
          clientId: client.client_id,
          label: client.label,
          reason: reasonOf(client),
          runCount: client.runs,
          runs: waitingRunsOf.all(client.client_id, UNMATCHED_RUNS).map((row) => ({
            runId: row.run_id,
            region: row.region,
            jobId: row.current_job_id,
            polledAt: row.created_at,
            deadlineAt: row.deadline_at,
          })),
        }));
        return { unmatched, total: waiting.length };
      }),

    waitingRuns: (clientId) => consistently(() => waitingCount.get({ id: clientId }) ?? 0),
  };
}
