import type { Statement } from 'better-sqlite3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { TimelineLine } from '#main/agent/ports.ts';
import type { StoreDatabase } from './open-database.ts';
import type { OutboxWithRun } from './run-rows.ts';
import type { JobRow, OutboxTableRow, RunInputsRow, RunRow } from './tables.ts';

const OUTBOX_WITH_RUN = `select outbox.*, runs.region, runs.protocol, runs.client_id
  from outbox join runs on runs.run_id = outbox.run_id`;

/**
 * The write side's statements, prepared once: compiling a query for every step of a job costs more than running it.
 * Call them inside one of the ledger's transactions.
 */
export function prepareLedger(db: StoreDatabase) {
  const { raw } = db;
  const updates = new Map<string, Statement<unknown[]>>();

  const insertInto = (table: string, row: Readonly<Record<string, unknown>>): void => {
    const columns = Object.keys(row);
    const sql = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
    const statement = updates.get(sql) ?? raw.prepare<unknown[]>(sql);
    updates.set(sql, statement);
    statement.run(...Object.values(row));
  };

  const change = (
    table: string,
    key: string,
    id: string | number,
    columns: Readonly<Record<string, unknown>>,
  ): void => {
    const names = Object.keys(columns);
    if (names.length === 0) return;
    const sql = `update ${table} set ${names.map((name) => `${name} = ?`).join(', ')} where ${key} = ?`;
    const statement = updates.get(sql) ?? raw.prepare<unknown[]>(sql);
    updates.set(sql, statement);
    statement.run(...Object.values(columns), id);
  };

  const runById = raw.prepare<[string], RunRow>('select * from runs where run_id = ?');
  const runByToken = raw.prepare<[string, string, string], RunRow>(
    `select runs.* from run_tokens join runs on runs.run_id = run_tokens.run_id
     where token = ? and run_tokens.region = ? and run_tokens.action_type = ? and finished_at is null`,
  );
  const jobById = raw.prepare<[string, string], JobRow>('select * from jobs where job_id = ? and region = ?');
  const keepToken = raw.prepare<[string, string, string, string]>(
    `insert into run_tokens (region, action_type, token, run_id) values (?, ?, ?, ?)
     on conflict do update set run_id = excluded.run_id`,
  );
  const addLine = raw.prepare<unknown[]>(
    `insert into timeline (run_id, job_id, at, kind, operation, outcome, duration_ms, sentence, payload)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addOutbox = raw.prepare<[string, string, string, string, number, number]>(
    `insert into outbox (run_id, job_id, kind, result, tries, next_try_at, written_at)
     values (?, ?, ?, ?, 0, ?, ?)`,
  );

  return {
    runById,
    runByToken,
    jobById,
    addOutbox,
    runByJob: raw.prepare<[string, string], RunRow>(
      `select runs.* from jobs join runs on runs.run_id = jobs.run_id
       where jobs.job_id = ? and jobs.region = ?`,
    ),
    inputsById: raw.prepare<[string], RunInputsRow>('select * from run_inputs where run_id = ?'),
    outboxById: raw.prepare<[number], OutboxWithRun>(`${OUTBOX_WITH_RUN} where outbox.id = ?`),
    unsettledOfJob: raw
      .prepare<[string, string], number>(
        'select id from outbox where job_id = ? and run_id = ? and settled_at is null',
      )
      .pluck(),
    unsettled: raw.prepare<[], OutboxWithRun>(
      `${OUTBOX_WITH_RUN} left join jobs on jobs.job_id = outbox.job_id and jobs.region = runs.region
       where settled_at is null order by jobs.deadline_at asc nulls last, outbox.id`,
    ),
    unsettledOfRun: raw.prepare<[string], OutboxWithRun>(
      `${OUTBOX_WITH_RUN} where outbox.run_id = ? and settled_at is null order by outbox.id`,
    ),
    liveRuns: raw.prepare<[], RunRow>('select * from runs where finished_at is null order by created_at, id'),
    waitingForToken: raw.prepare<[string | null, string | null], RunRow>(
      `select * from runs where state = 'needs-token' and (? is null or client_id = ?) order by created_at, id`,
    ),
    removeRun: raw.prepare<[string]>('delete from runs where run_id = ?'),
    moveTimeline: raw.prepare<[string, string]>('update timeline set run_id = ? where run_id = ?'),

    /** Throws `not-found`. */
    run(runId: string): RunRow {
      const row = runById.get(runId);
      if (!row) throw new ActionDeskError('not-found', `No run ${runId} is known.`);
      return row;
    },

    insertRun: (row: Omit<RunRow, 'id'>): void => insertInto('runs', row),
    insertJob: (row: Omit<JobRow, 'id'>): void => insertInto('jobs', row),
    insertInputs: (row: RunInputsRow): void => insertInto('run_inputs', row),
    changeJob: (id: number, columns: Partial<JobRow>): void => change('jobs', 'id', id, columns),
    changeInputs: (runId: string, columns: Partial<RunInputsRow>): void =>
      change('run_inputs', 'run_id', runId, columns),
    changeOutbox: (id: number, columns: Partial<OutboxTableRow>): void => change('outbox', 'id', id, columns),

    /** Writes only what differs: an index is rewritten for every column that is named, changed or not. */
    changeRun(row: RunRow, columns: Partial<RunRow>): RunRow {
      const changed = Object.entries(columns).filter(([name, value]) => row[name as keyof RunRow] !== value);
      change('runs', 'id', row.id, Object.fromEntries(changed));
      return { ...row, ...columns };
    },

    keepToken(row: Pick<RunRow, 'region' | 'action_type' | 'run_id'>, token: string | null): void {
      if (token !== null) keepToken.run(row.region, row.action_type, token, row.run_id);
    },

    addLines(runId: string, lines: readonly TimelineLine[]): void {
      for (const line of lines) {
        const payload = line.payload === undefined ? null : JSON.stringify(line.payload);
        const { jobId, at, kind, operation, outcome, durationMs, sentence } = line;
        addLine.run(runId, jobId, at, kind, operation, outcome, durationMs, sentence, payload);
      }
    },
  };
}

/** What `prepareLedger` answers: the rows of the ledger, one statement each. */
export type LedgerStatements = ReturnType<typeof prepareLedger>;
