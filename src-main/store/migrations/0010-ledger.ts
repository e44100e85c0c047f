import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

async function createTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table runs (
    id integer primary key, run_id text not null unique, region text not null, protocol text not null,
    action_type text not null, processor_kind text not null, client_id text, client_label text, account_id text,
    pipeline_name text, stage_name text, action_name text, state text not null, held_by text not null,
    attempt integer not null, external_execution_id text, execution_url_template text, continuation_token text,
    percent_complete real, message text, failure_type text, current_job_id text not null,
    job_count integer not null, deadline_at real, backend_unreachable_since real, claiming_since real,
    created_at real not null, updated_at real not null, finished_at real)`.execute(db);
  await sql`create table run_inputs (
    run_id text primary key references runs (run_id) on delete cascade, configuration text not null,
    input_artifacts text not null, output_artifacts text not null, pipeline_arn text, pipeline_execution_id text,
    action_execution_id text, encryption_key_id text) without rowid`.execute(db);
  await sql`create table jobs (
    id integer primary key, run_id text not null references runs (run_id) on delete cascade, region text not null,
    job_id text not null, sequence integer not null, state text not null, polled_at real not null,
    acknowledged_at real, answered_at real, deadline_at real, continuation_token text,
    unique (job_id, region))`.execute(db);
  await sql`create table run_tokens (
    region text not null, action_type text not null, token text not null,
    run_id text not null references runs (run_id) on delete cascade,
    primary key (token, region, action_type)) without rowid`.execute(db);
  await sql`create table timeline (
    id integer primary key, run_id text not null references runs (run_id) on delete cascade, job_id text,
    at real not null, kind text not null, operation text not null, outcome text not null, duration_ms real,
    sentence text not null, payload text)`.execute(db);
  await sql`create table outbox (
    id integer primary key, run_id text not null references runs (run_id) on delete cascade, job_id text not null,
    kind text not null, result text not null, tries integer not null, next_try_at real not null, last_error text,
    may_have_arrived integer not null default 0,
    written_at real not null, settled_at real, settled_by text)`.execute(db);
  await sql`create table run_counts (
    region text not null, state text not null, runs integer not null,
    primary key (region, state)) without rowid`.execute(db);
}

/** The two orders that people page through most carry state and region, so that a filtered page reads the index only. */
const INDICES = [
  'create index runs_by_created on runs (created_at, id, state, region)',
  'create index runs_by_updated on runs (updated_at, id, state, region)',
  'create index runs_by_deadline on runs (deadline_at)',
  'create index runs_by_state on runs (state, created_at)',
  'create index runs_by_region on runs (region)',
  'create index runs_by_pipeline on runs (pipeline_name)',
  'create index runs_by_client_label on runs (client_label)',
  'create index runs_by_percent on runs (percent_complete)',
  'create index runs_by_execution on runs (external_execution_id) where external_execution_id is not null',
  'create index runs_live on runs (created_at) where finished_at is null',
  "create index runs_without_token on runs (client_id) where state = 'needs-token'",
  'create index jobs_by_run on jobs (run_id, sequence)',
  'create index run_tokens_by_run on run_tokens (run_id)',
  'create index timeline_by_run on timeline (run_id)',
  'create index outbox_by_run on outbox (run_id)',
  'create unique index outbox_unsettled on outbox (job_id, run_id) where settled_at is null',
];

const ADD_ONE = `insert into run_counts (region, state, runs) values (new.region, new.state, 1)
  on conflict (region, state) do update set runs = runs + 1`;
const TAKE_ONE = `update run_counts set runs = runs - 1 where region = old.region and state = old.state`;
const TRIGGERS = [
  `create trigger runs_counted_in after insert on runs begin ${ADD_ONE}; end`,
  `create trigger runs_counted_out after delete on runs begin ${TAKE_ONE}; end`,
  `create trigger runs_counted_again after update of state on runs when old.state <> new.state
     begin ${TAKE_ONE}; ${ADD_ONE}; end`,
];

/** Runs, their jobs, tokens, timeline and outbox. Times are `real`: JavaScript numbers, epoch milliseconds. */
export const ledgerMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createTables(db);
    for (const statement of [...INDICES, ...TRIGGERS]) await sql.raw(statement).execute(db);
  },
};
