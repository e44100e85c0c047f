import type { CompiledQuery } from 'kysely';
import { sql } from 'kysely';
import type { RunDetail, RunPage, RunQuery } from '#shared/domain/run.ts';
import type { UnmatchedClient } from '#shared/domain/client.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import type { StoreDatabase } from './open-database.ts';
import { containsText, RUNS_OF_ID, SORT_COLUMNS } from './run-search.ts';
import { detailOf, summaryOf, type SummaryRow } from './run-views.ts';
import { toStoreError } from './store-error.ts';
import type { JobRow, OutboxTableRow, RunInputsRow, RunRow, Tables, TimelineRow } from './tables.ts';

type CountRow = Tables['run_counts'];

/** The newest lines of one run that are shown; a run that keeps alive for days has more. */
const TIMELINE_LINES = 2000;
/** Up to this many matching runs are sorted on the fly; above, the sort's index is walked and filtered. */
const SORTED_BY_HAND = 3000;

/** The read side of the store: synchronous, one consistent snapshot a call, no writes. Throws `store-damaged`. */
export interface RunReader {
  /** A text search reads every run that the other filters leave; everything else reads indices only. */
  listRuns(query: RunQuery): RunPage;
  /** By run id, any job id of the chain, external execution id or continuation token; the newest run where several match. */
  getRun(id: string): RunDetail | null;
  /** Clients whose runs wait for a token, the run with the nearest deadline first. */
  unmatchedClients(): UnmatchedClient[];
}

export function createRunReader(db: StoreDatabase): RunReader {
  const { raw, kysely } = db;
  const snapshot = raw.transaction((work: () => unknown) => work());
  const consistently = <T>(work: () => T): T => {
    try {
      return snapshot.deferred(work) as T;
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  const all = <R>(query: CompiledQuery<R>): R[] =>
    raw.prepare<unknown[], R>(query.sql).all(...query.parameters);

  const counts = raw.prepare<[], CountRow>('select region, state, runs from run_counts where runs > 0');
  const summaryRow = raw.prepare<[number], SummaryRow>(
    `select runs.*, run_inputs.configuration
     from runs join run_inputs on run_inputs.run_id = runs.run_id where runs.id = ?`,
  );
  const runsOfId = raw.prepare<[{ id: string }], number>(RUNS_OF_ID).pluck();
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
  const waiting = raw.prepare<[], RunRow & { refused: number }>(
    `select runs.*, clients.refused_at is not null as refused
     from runs left join clients on clients.client_id = runs.client_id
     where state = 'needs-token' and runs.client_id is not null
     order by deadline_at asc nulls last, runs.id`,
  );

  function filtered({ states, regions }: RunQuery) {
    let runs = kysely.selectFrom('runs');
    if (states && states.length > 0) runs = runs.where('runs.state', 'in', states);
    if (regions && regions.length > 0) runs = runs.where('runs.region', 'in', regions);
    return runs;
  }

  /** `byHand`: few rows match, so they are sorted; a unary plus keeps the planner from walking the sort's index. */
  function sorted(runs: ReturnType<typeof filtered>, { sortBy, descending }: RunQuery, byHand: boolean) {
    const column = sql.ref(`runs.${SORT_COLUMNS[sortBy]}`);
    return runs
      .select('runs.id')
      .orderBy(sql`${byHand ? sql`+${column}` : column} ${descending ? sql`desc` : sql`asc nulls last`}`)
      .orderBy(sql`runs.id ${descending ? sql`desc` : sql`asc`}`);
  }

  /** Without a text the total is known from the counts that triggers keep, and the page comes from an index. */
  function pageOf(query: RunQuery, perCell: readonly CountRow[]): { ids: number[]; total: number } {
    const total = perCell
      .filter(({ state }) => !query.states?.length || query.states.includes(state))
      .filter(({ region }) => !query.regions?.length || query.regions.includes(region))
      .reduce((sum, { runs }) => sum + runs, 0);
    const offset = (query.page - 1) * query.pageSize;
    if (offset >= total) return { ids: [], total };
    const page = sorted(filtered(query), query, total <= SORTED_BY_HAND)
      .limit(query.pageSize)
      .offset(offset);
    return { ids: all(page.compile()).map(({ id }) => id), total };
  }

  /** A whole id names its runs; any other text is looked for in every row once, for the total and the page together. */
  function searchedPage(query: RunQuery, text: string): { ids: number[]; total: number } {
    const named = runsOfId.all({ id: text });
    const matching = filtered(query).where((eb) =>
      named.length > 0 ? eb('runs.id', 'in', named) : containsText(eb, text),
    );
    const ids = all(sorted(matching, query, true).compile()).map(({ id }) => id);
    const offset = (query.page - 1) * query.pageSize;
    return { ids: ids.slice(offset, offset + query.pageSize), total: ids.length };
  }

  return {
    listRuns: (query) =>
      consistently(() => {
        const perCell = counts.all();
        const text = query.text?.trim();
        const { ids, total } = text ? searchedPage(query, text) : pageOf(query, perCell);
        const countsByState: Partial<Record<RunState, number>> = {};
        for (const { state, runs } of perCell) countsByState[state] = (countsByState[state] ?? 0) + runs;
        return { rows: ids.flatMap((id) => summaryRow.get(id) ?? []).map(summaryOf), total, countsByState };
      }),

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
        const byClient = new Map<string, UnmatchedClient>();
        for (const row of waiting.all()) {
          const clientId = row.client_id ?? '';
          const client = byClient.get(clientId) ?? {
            clientId,
            reason: row.refused ? 'refused' : 'missing',
            runs: [],
          };
          byClient.set(clientId, client);
          client.runs.push({
            runId: row.run_id,
            region: row.region,
            jobId: row.current_job_id,
            polledAt: row.created_at,
            deadlineAt: row.deadline_at,
          });
        }
        return [...byClient.values()];
      }),
  };
}
