import type { Generated, Selectable } from 'kysely';
import type { RunJob, RunSummary, TimelineEntry } from '#shared/domain/run.ts';
import type { RunHolder } from '#shared/domain/acts.ts';
import type { FailureType, JobResult } from '#shared/domain/job.ts';
import type { RunState } from '#shared/domain/run-state.ts';

/** All times are epoch milliseconds. `finished_at` is null exactly while the run is not final. */
interface RunsTable {
  id: Generated<number>;
  run_id: string;
  region: string;
  protocol: RunSummary['protocol'];
  /** As actionTypeKey writes it: `Test/ThirdParty/Northwind-LoadTest/1`. */
  action_type: string;
  processor_kind: RunSummary['processorKind'];
  client_id: string | null;
  client_label: string | null;
  account_id: string | null;
  pipeline_name: string | null;
  stage_name: string | null;
  action_name: string | null;
  state: RunState;
  held_by: RunHolder;
  attempt: number;
  external_execution_id: string | null;
  execution_url_template: string | null;
  continuation_token: string | null;
  percent_complete: number | null;
  message: string | null;
  failure_type: FailureType | null;
  current_job_id: string;
  job_count: number;
  deadline_at: number | null;
  backend_unreachable_since: number | null;
  claiming_since: number | null;
  created_at: number;
  updated_at: number;
  finished_at: number | null;
}

/** What the job's details told, apart from the rows that lists read. JSON columns hold no secret values. */
interface RunInputsTable {
  run_id: string;
  configuration: string;
  input_artifacts: string;
  output_artifacts: string;
  pipeline_arn: string | null;
  pipeline_execution_id: string | null;
  action_execution_id: string | null;
  encryption_key_id: string | null;
}

interface JobsTable {
  id: Generated<number>;
  run_id: string;
  region: string;
  job_id: string;
  sequence: number;
  state: RunJob['state'];
  polled_at: number;
  acknowledged_at: number | null;
  answered_at: number | null;
  deadline_at: number | null;
  continuation_token: string | null;
}

/** Which run a continuation token belongs to; the newest run that used it wins. */
interface RunTokensTable {
  region: string;
  action_type: string;
  token: string;
  run_id: string;
}

interface TimelineTable {
  id: Generated<number>;
  run_id: string;
  job_id: string | null;
  at: number;
  kind: TimelineEntry['kind'];
  operation: string;
  outcome: TimelineEntry['outcome'];
  duration_ms: number | null;
  sentence: string;
  payload: string | null;
}

interface OutboxTable {
  id: Generated<number>;
  run_id: string;
  job_id: string;
  kind: JobResult['kind'];
  result: string;
  tries: number;
  /** 0 or 1; stays 1 once set. */
  may_have_arrived: number;
  next_try_at: number;
  last_error: string | null;
  written_at: number;
  settled_at: number | null;
  settled_by: string | null;
}

/** Kept by triggers, so that the lanes cost nothing at 100,000 runs. */
interface RunCountsTable {
  region: string;
  state: RunState;
  runs: number;
}

interface ClientsTable {
  client_id: string;
  label: string;
  /** Encrypted and bound to the client id; null once it was forgotten. */
  token_sealed: Uint8Array | null;
  /** Empty while there is no token. */
  key_id: string;
  created_at: number;
  updated_at: number;
  last_used_at: number | null;
  invalid_token_count: number;
  /** Since when CodePipeline refuses the stored token; null after it was replaced. */
  refused_at: number | null;
  /** Since when nothing new is claimed for the client; null while it is enabled. */
  disabled_at: number | null;
}

/** An import on its way; `taking` (0 or 1) once all of its rows are written down. */
interface ClientImportsTable {
  id: Generated<number>;
  at: number;
  who: string;
  reason: string | null;
  taking: number;
}

/** What an import has not taken yet. */
interface ClientImportRowsTable {
  id: Generated<number>;
  import: number;
  client_id: string;
  label: string;
  token_sealed: Uint8Array;
  key_id: string;
}

/** Small choices that belong to one environment, as JSON under a name. */
interface KeptValuesTable {
  name: string;
  value: string;
}

interface AuditTable {
  id: Generated<number>;
  at: number;
  who: string;
  act: string;
  subject: string;
  outcome: string;
  reason: string | null;
  before: string | null;
  after: string | null;
}

/** `deleted_at` is set while a deletion can be taken back. */
interface RunNotesTable {
  id: Generated<number>;
  run_id: string;
  at: number;
  who: string;
  session: string;
  text: string;
  edited_at: number | null;
  deleted_at: number | null;
}

/** '' stands for every region or action type. */
interface HoldsTable {
  id: Generated<number>;
  region: string;
  action_type: string;
  who: string;
  reason: string | null;
  at: number;
}

/** The schema after the last migration, for Kysely. */
export interface Tables {
  runs: RunsTable;
  run_inputs: RunInputsTable;
  jobs: JobsTable;
  run_tokens: RunTokensTable;
  timeline: TimelineTable;
  outbox: OutboxTable;
  run_counts: RunCountsTable;
  clients: ClientsTable;
  client_imports: ClientImportsTable;
  client_import_rows: ClientImportRowsTable;
  kept_values: KeptValuesTable;
  audit: AuditTable;
  run_notes: RunNotesTable;
  holds: HoldsTable;
}

export type RunRow = Selectable<RunsTable>;
export type RunInputsRow = Selectable<RunInputsTable>;
export type JobRow = Selectable<JobsTable>;
export type TimelineRow = Selectable<TimelineTable>;
export type OutboxTableRow = Selectable<OutboxTable>;
export type ClientRow = Selectable<ClientsTable>;
export type RunNoteRow = Selectable<RunNotesTable>;
export type AuditRow = Selectable<AuditTable>;
