import type { RunRecord } from '#main/agent/ports.ts';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { RunJob } from '#shared/domain/run.ts';
import { isFinal, type RunState } from '#shared/domain/run-state.ts';
import { prepareLedger, type LedgerStatements } from './ledger-statements.ts';
import type { StoreDatabase } from './open-database.ts';
import { inputsRowOf } from './stored-configuration.ts';
import type { JournalledRun, OwedResult } from './run-journal.ts';
import { outboxRowOf } from './run-rows.ts';
import { toStoreError } from './store-error.ts';
import type { RunRow } from './tables.ts';

const SENTENCE = 'The ledger was damaged: this run was put back from the journal of runs.';

/** The state of a run's current job, as far as the run's own state tells. */
function jobStateIn(state: RunState): RunJob['state'] {
  switch (state) {
    case 'polled':
    case 'needs-token':
    case 'waiting-for-engineer':
      return 'polled';
    case 'claiming':
      return 'claiming';
    case 'working':
    case 'with-engineer':
    case 'reporting':
      return 'claimed';
    case 'between-jobs':
    case 'succeeded':
    case 'failed':
      return 'answered';
    case 'lost':
      return 'lost';
    case 'expired':
      return 'over';
  }
}

/**
 * A run that was reporting, whose result neither its line (of an earlier version) nor the outbox holds: its work is asked once
 * more, under the same key.
 */
function stateToGoOnFrom(run: RunRecord, hasResult: boolean): RunState {
  if (run.state !== 'reporting' || hasResult) return run.state;
  return run.heldBy === 'engineer' ? 'with-engineer' : 'working';
}

function columnsFrom(run: RunRecord, state: RunState): Omit<RunRow, 'id'> {
  return {
    run_id: run.runId,
    region: run.region,
    protocol: run.protocol,
    action_type: actionTypeKey(run.actionTypeId),
    processor_kind: run.processorKind,
    client_id: run.clientId,
    client_label: null,
    ...{ account_id: null, pipeline_name: null, stage_name: null, action_name: null },
    state,
    held_by: run.heldBy,
    attempt: run.attempt,
    external_execution_id: run.externalExecutionId,
    execution_url_template: null,
    continuation_token: run.continuationToken,
    percent_complete: run.percentComplete,
    message: run.message,
    failure_type: null,
    current_job_id: run.currentJobId,
    job_count: 1,
    deadline_at: run.deadlineAt,
    backend_unreachable_since: run.backendUnreachableSince,
    claiming_since: run.claimingSince,
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    finished_at: isFinal(state) ? run.updatedAt : null,
  };
}

interface Rebuilding {
  rows: LedgerStatements;
  /** Row ids. */
  jobsOf: (runId: string) => number[];
  labelOf: (clientId: string | null) => string | null;
}

/** What the restored ledger knows better than the journal: where the run came from. */
const KEPT: readonly (keyof RunRow)[] = [
  ...(['client_label', 'account_id', 'pipeline_name', 'stage_name', 'action_name'] as const),
  ...(['execution_url_template', 'failure_type', 'job_count', 'created_at'] as const),
];

/** As `stepOf` in run-journal.ts. */
const STEP = [
  ...(['state', 'held_by', 'attempt', 'current_job_id', 'external_execution_id'] as const),
  ...(['continuation_token', 'claiming_since', 'deadline_at'] as const),
];

/** Whether the ledger is as far as the line; its time alone does not tell where a clock was set back. */
function isSameStep(known: RunRow, run: RunRecord): boolean {
  const told = columnsFrom(run, run.state);
  return STEP.every((name) => known[name] === told[name]);
}

const isSame = (one: OwedResult, other: OwedResult): boolean =>
  one.jobId === other.jobId && JSON.stringify(one.result) === JSON.stringify(other.result);

/**
 * The results that were not settled, as the line tells: each is sent again as it is. It may have been taken already, and then
 * CodePipeline's refusal says so.
 */
function putBackResults(
  rows: LedgerStatements,
  run: JournalledRun,
  unsettled: readonly OwedResult[],
  at: number,
): void {
  for (const { jobId, result } of run.owed ?? []) {
    if (unsettled.some((known) => isSame(known, { jobId, result }))) continue;
    const added = rows.addOutbox.run(
      run.runId,
      jobId,
      result.kind,
      JSON.stringify(result),
      at,
      run.updatedAt,
    );
    rows.changeOutbox(Number(added.lastInsertRowid), { may_have_arrived: 1 });
  }
}

function bringJobUpToDate({ rows, jobsOf }: Rebuilding, run: RunRow, isOwed: boolean): void {
  const job = rows.jobById.get(run.current_job_id, run.region);
  // The next job may have come before its predecessor's result was settled.
  const state = run.state === 'reporting' && !isOwed ? 'polled' : jobStateIn(run.state);
  if (job) {
    rows.changeJob(job.id, { state, run_id: run.run_id });
    if (job.run_id === run.run_id) return;
    // A stand-in that gave way to this run: see see-job.ts.
    rows.moveTimeline.run(run.run_id, job.run_id);
    rows.removeRun.run(job.run_id);
    return;
  }
  const jobs = jobsOf(run.run_id);
  // The chain has moved on: every earlier job was answered.
  for (const id of jobs) rows.changeJob(id, { state: 'answered' });
  rows.insertJob({
    ...{ run_id: run.run_id, region: run.region, job_id: run.current_job_id, sequence: jobs.length + 1 },
    ...{ state, polled_at: run.updated_at, acknowledged_at: null, answered_at: null },
    ...{ deadline_at: run.deadline_at, continuation_token: run.continuation_token },
  });
  rows.changeRun(run, { job_count: jobs.length + 1 });
}

/** True where the run was put back; false where the ledger is as new as the journal. */
function rebuildRun(rebuilding: Rebuilding, run: JournalledRun, at: number): boolean {
  const { rows, labelOf } = rebuilding;
  const known = rows.runById.get(run.runId);
  if (known && (known.updated_at >= run.updatedAt || isSameStep(known, run))) return false;
  const unsettled = rows.unsettledOfRun.all(run.runId).map(outboxRowOf);
  const kept = unsettled.map(({ outboxId, job, result }) => ({ outboxId, jobId: job.jobId, result }));
  const owed = run.owed ?? kept.filter(({ jobId }) => jobId === run.currentJobId);
  const state = stateToGoOnFrom(run, owed.length > 0);
  const columns = columnsFrom(run, state);
  if (known) {
    const changed = Object.entries(columns).filter(([name]) => !KEPT.includes(name as keyof RunRow));
    rows.changeRun(known, Object.fromEntries(changed));
  } else {
    rows.insertRun({ ...columns, client_label: labelOf(run.clientId) });
    rows.insertInputs(inputsRowOf(run.runId, null, new Set()));
  }
  for (const row of kept)
    if (state !== 'reporting' || !owed.some((result) => isSame(result, row)))
      rows.changeOutbox(row.outboxId, { settled_at: at, settled_by: 'ledger-rebuilt' });
  if (state === 'reporting') putBackResults(rows, run, kept, at);
  rows.keepToken(columns, run.continuationToken);
  const isOwed = owed.some(({ jobId }) => jobId === run.currentJobId);
  bringJobUpToDate(rebuilding, rows.run(run.runId), isOwed);
  const line = { at, kind: 'agent' as const, operation: 'ledger rebuilt', outcome: 'info' as const };
  rows.addLines(run.runId, [{ ...line, jobId: run.currentJobId, durationMs: null, sentence: SENTENCE }]);
  return true;
}

/**
 * Brings a restored or empty ledger up to what the journal tells of each run, in one transaction; answers how many runs were
 * put back. What the journal does not know, the service tells: a waiting job is handed out again, and a job that is over
 * refuses its result.
 */
export function rebuildRuns(db: StoreDatabase, journal: readonly JournalledRun[], at: number): number {
  const { raw } = db;
  const jobsOf = raw.prepare<[string], number>('select id from jobs where run_id = ?').pluck();
  const labelOf = raw
    .prepare<[string | null], string>('select label from clients where client_id = ?')
    .pluck();
  const rebuilding: Rebuilding = {
    rows: prepareLedger(db),
    jobsOf: (runId) => jobsOf.all(runId),
    labelOf: (clientId) => labelOf.get(clientId) ?? null,
  };
  try {
    return raw.transaction(() => journal.filter((run) => rebuildRun(rebuilding, run, at)).length).immediate();
  } catch (thrown) {
    throw toStoreError(thrown);
  }
}
