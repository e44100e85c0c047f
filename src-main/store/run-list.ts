import { sql, type CompiledQuery, type RawBuilder } from 'kysely';
import type { RunCount, RunMatch, RunPage, RunQuery, RunSelection, RunSummary } from '#shared/domain/run.ts';
import { MOST_SUGGESTIONS, type RunValuesQuery } from '#shared/domain/run-filter.ts';
import type { StoreDatabase } from './open-database.ts';
import { createLaneCounts } from './run-lanes.ts';
import { conditionsOf, plainMatch, PROPERTY_COLUMNS, type PlainMatch } from './run-match.ts';
import { columnContains, containing, RUNS_OF_ID, SORT_COLUMNS } from './run-search.ts';
import { summaryOf, type SummaryRow } from './run-views.ts';
import type { OutboxTableRow, Tables } from './tables.ts';

type CountRow = Tables['run_counts'];

/** Up to this many matching runs are sorted on the fly; above, the sort's index is walked and filtered. */
const SORTED_BY_HAND = 3000;

/** The list side of the reader: pages, counts and values. To be called within one snapshot; throws what SQLite throws. */
export interface RunList {
  page(query: RunQuery): RunPage;
  count(match: RunMatch): RunCount;
  /** The most frequent values first, with the number of runs that have each. */
  values(query: RunValuesQuery): { value: string; runs: number }[];
  /** Row numbers of the runs that are meant, in the order of choosing, or the newest first. */
  idsOf(selection: RunSelection): number[];
  summaries(ids: readonly number[]): RunSummary[];
}

export function createRunList(db: StoreDatabase, now: () => number): RunList {
  const { raw, kysely } = db;
  const all = <R>(query: CompiledQuery<R>): R[] =>
    raw.prepare<unknown[], R>(query.sql).all(...query.parameters);
  const numbers = (query: RawBuilder<unknown>): number[] => {
    const { sql: text, parameters } = query.compile(kysely);
    return raw
      .prepare<unknown[], number>(text)
      .pluck()
      .all(...parameters);
  };

  const perCell = raw.prepare<[], CountRow>('select region, state, runs from run_counts where runs > 0');
  const laneCounts = createLaneCounts(db);
  const runsNamed = raw.prepare<[{ id: string }], number>(`${RUNS_OF_ID} limit 1`).pluck();
  const runOf = raw.prepare<[string], number>('select id from runs where run_id = ?').pluck();
  const summaryRow = raw.prepare<[number], SummaryRow>(
    `select runs.*, run_inputs.configuration, jobs.polled_at as job_polled_at
     from runs join run_inputs on run_inputs.run_id = runs.run_id
       left join jobs on jobs.job_id = runs.current_job_id and jobs.region = runs.region
     where runs.id = ?`,
  );
  const pendingOfJob = raw.prepare<[string, string], OutboxTableRow>(
    'select * from outbox where job_id = ? and run_id = ? and settled_at is null',
  );
  const pendingOfRun = raw.prepare<[string], OutboxTableRow>(
    'select * from outbox where run_id = ? and settled_at is null order by id desc limit 1',
  );

  function summary(id: number): RunSummary | [] {
    const row = summaryRow.get(id);
    if (!row) return [];
    if (row.finished_at !== null) return summaryOf(row);
    const ofJob = pendingOfJob.get(row.current_job_id, row.run_id);
    // A successor that was polled before its predecessor was settled.
    return summaryOf(row, ofJob ?? (row.state === 'reporting' ? pendingOfRun.get(row.run_id) : undefined));
  }

  function whereOf(match: RunMatch): RawBuilder<boolean> {
    const whole = (text: string): boolean => runsNamed.get({ id: text }) !== undefined;
    const conditions = conditionsOf(match, now(), whole);
    return conditions.length > 0 ? sql`${sql.join(conditions, sql` and `)}` : sql`1`;
  }

  const cellsOf = ({ states, regions }: PlainMatch, cells: readonly CountRow[]): CountRow[] =>
    cells
      .filter(({ state }) => states === undefined || states.includes(state))
      .filter(({ region }) => regions === undefined || regions.includes(region));

  /** A unary plus keeps the planner from walking the sort's index where the rows are few. */
  function orderOf({ sortBy, descending }: RunQuery, byHand: boolean): RawBuilder<unknown> {
    const column = sql.ref(`runs.${SORT_COLUMNS[sortBy]}`);
    return sql`order by ${byHand ? sql`+${column}` : column} ${descending ? sql`desc` : sql`asc nulls last`},
      runs.id ${descending ? sql`desc` : sql`asc`}`;
  }

  function pageOf(query: RunQuery, cells: readonly CountRow[]): { ids: number[]; total: number } {
    const plain = plainMatch(query);
    const limit = sql`limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`;
    if (plain) {
      // The total is known from the counts that triggers keep, and the page comes from an index.
      const meant = cellsOf(plain, cells);
      const total = meant.reduce((sum, { runs }) => sum + runs, 0);
      if ((query.page - 1) * query.pageSize >= total) return { ids: [], total };
      const where = plainWhere(plain);
      const order = orderOf(query, total <= SORTED_BY_HAND);
      return { ids: numbers(sql`select runs.id from runs where ${where} ${order} ${limit}`), total };
    }
    const where = whereOf(query);
    // One look at the rows gives the total; few of them are then sorted by themselves.
    const found = numbers(sql`select runs.id from runs where ${where}`);
    const few = found.length <= SORTED_BY_HAND;
    const among = few ? sql`runs.id in (select value from json_each(${JSON.stringify(found)}))` : where;
    return {
      ids: numbers(sql`select runs.id from runs where ${among} ${orderOf(query, few)} ${limit}`),
      total: found.length,
    };
  }

  function plainWhere({ states, regions }: PlainMatch): RawBuilder<boolean> {
    const parts = [
      ...(states ? [sql<boolean>`runs.state in (${sql.join([...states])})`] : []),
      ...(regions ? [sql<boolean>`runs.region in (${sql.join([...regions])})`] : []),
    ];
    return parts.length > 0 ? sql`${sql.join(parts, sql` and `)}` : sql`1`;
  }

  function byState(cells: readonly CountRow[]): RunPage['countsByState'] {
    const counts: RunPage['countsByState'] = {};
    for (const { state, runs } of cells) counts[state] = (counts[state] ?? 0) + runs;
    return counts;
  }

  return {
    page(query) {
      const cells = perCell.all();
      const { ids, total } = pageOf(query, cells);
      const countsByState = byState(cells);
      const readAt = now();
      return {
        rows: ids.flatMap(summary),
        total,
        countsByState,
        readAt,
        ...laneCounts(countsByState, readAt),
      };
    },

    count(match) {
      const plain = plainMatch(match);
      const cells = plain
        ? cellsOf(plain, perCell.all())
        : all(
            sql<CountRow>`select state, '' as region, count(*) as runs from runs
              where ${whereOf(match)} group by +state`.compile(kysely),
          );
      return { countsByState: byState(cells), total: cells.reduce((sum, { runs }) => sum + runs, 0) };
    },

    values({ property, text }) {
      const words = text.trim();
      if (property === 'region') {
        return all(
          sql<{ value: string; runs: number }>`select region as value, sum(runs) as runs from run_counts
            where runs > 0 and region like ${containing(words)} escape '\\'
            group by region order by 2 desc, 1 limit ${MOST_SUGGESTIONS}`.compile(kysely),
        );
      }
      const column = PROPERTY_COLUMNS[property];
      const ref = sql.ref(`runs.${column}`);
      const holds = words ? columnContains(column, words) : sql`${ref} is not null`;
      return all(
        sql<{ value: string; runs: number }>`select ${ref} as value, count(*) as runs from runs
          where ${holds} group by ${ref} order by 2 desc, 1 limit ${MOST_SUGGESTIONS}`.compile(kysely),
      );
    },

    idsOf(selection) {
      if (selection.kind === 'chosen') return selection.runIds.flatMap((runId) => runOf.get(runId) ?? []);
      const out = new Set(selection.except.flatMap((runId) => runOf.get(runId) ?? []));
      const ids = numbers(
        sql`select runs.id from runs where ${whereOf(selection.match)} order by runs.id desc`,
      );
      return ids.filter((id) => !out.has(id));
    },

    summaries: (ids) => ids.flatMap(summary),
  };
}
