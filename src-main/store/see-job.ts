import { randomUUID } from 'node:crypto';
import type { SeenJob } from '#main/agent/ports.ts';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { readToken } from '#shared/domain/continuation-token.ts';
import type { RunId } from '#shared/domain/ids.ts';
import { isFinal, type RunState } from '#shared/domain/run-state.ts';
import type { LedgerStatements } from './ledger-statements.ts';
import { inputsRowOf } from './stored-configuration.ts';
import type { JobRow, RunRow } from './tables.ts';

/**
 * How a polled job finds its run.
 *
 * A job id that is known stays with its run. A new job id with a continuation token joins the run of the same customer that
 * the token belongs to, as its current job, once that run's last job is answered. Everything else opens a run. A run that is opened with a token (the ledger was lost, or another
 * agent began the chain) takes over what the token says: the backend's id, or the run id and attempt of the idempotency key
 * under which the work may have been started. Three cases need care:
 *
 * - A third-party job whose client token is missing is written down without details, so its continuation token is unknown
 *   and it opens a run of its own. When the details come later and name a live run, the job moves there with its timeline,
 *   and the stand-in run, which nobody claimed, goes.
 * - The same late details may name a start that nobody confirmed: then the stand-in gives way to a run under the id of the
 *   idempotency key.
 * - A token whose run is final here (it expired while the computer slept) opens a new run: a final run takes no event,
 *   and a job that nobody can answer would hold up the customer's release until its time-out. Where even the idempotency
 *   key belongs to a final run, the new run goes to an engineer: the agent could start the work a second time.
 */
export interface SeenOutcome {
  run: RunRow;
  firstSight: boolean;
  /** A stand-in run that was merged away. */
  removedRunId: string | null;
}

const STAND_INS: ReadonlySet<RunState> = new Set(['polled', 'needs-token', 'waiting-for-engineer']);

function detailColumns(seen: SeenJob): Partial<RunRow> {
  if (!seen.details) return {};
  const { pipelineContext, accountId } = seen.details;
  return {
    account_id: accountId,
    pipeline_name: pipelineContext.pipelineName,
    stage_name: pipelineContext.stageName,
    action_name: pipelineContext.actionName,
  };
}

/** What the continuation token of a run's first known job says of work that was begun elsewhere. */
function tokenColumns(token: string | null): Partial<RunRow> {
  const meaning = readToken(token);
  if (meaning.kind === 'fresh') return {};
  const known =
    meaning.kind === 'started'
      ? { external_execution_id: meaning.externalExecutionId }
      : { attempt: meaning.attempt };
  return { continuation_token: token, ...known };
}

const KEY_IN_USE =
  'This job continues a run that is over here. Look at the backend, then restart the work or report the result by hand.';

function openRun(rows: LedgerStatements, seen: SeenJob, newRunId: string): RunRow {
  const token = seen.details?.continuationToken ?? null;
  const keyInUse = rows.runById.get(newRunId) !== undefined;
  const runId = keyInUse ? randomUUID() : newRunId;
  const row: Omit<RunRow, 'id'> = {
    run_id: runId,
    region: seen.job.region,
    protocol: seen.job.protocol,
    action_type: actionTypeKey(seen.actionTypeId),
    processor_kind: seen.processorKind,
    client_id: seen.clientId,
    client_label: seen.clientLabel,
    account_id: null,
    pipeline_name: null,
    stage_name: null,
    action_name: null,
    state: 'polled',
    held_by: keyInUse ? 'engineer' : 'agent',
    attempt: 1,
    external_execution_id: null,
    execution_url_template: seen.executionUrlTemplate,
    continuation_token: null,
    percent_complete: null,
    message: keyInUse ? KEY_IN_USE : null,
    failure_type: null,
    current_job_id: seen.job.jobId,
    job_count: 1,
    deadline_at: seen.deadlineAt,
    backend_unreachable_since: null,
    claiming_since: null,
    created_at: seen.seenAt,
    updated_at: seen.seenAt,
    finished_at: null,
    ...detailColumns(seen),
    ...tokenColumns(token),
  };
  rows.insertRun(row);
  rows.insertInputs(inputsRowOf(runId, seen.details, seen.secretKeys));
  rows.keepToken(row, token);
  return rows.run(runId);
}

function jobRow(seen: SeenJob, run: RunRow): Omit<JobRow, 'id'> {
  return {
    run_id: run.run_id,
    region: seen.job.region,
    job_id: seen.job.jobId,
    sequence: run.job_count,
    state: 'polled',
    polled_at: seen.seenAt,
    acknowledged_at: null,
    answered_at: null,
    deadline_at: seen.deadlineAt,
    continuation_token: seen.details?.continuationToken ?? null,
  };
}

/** The run takes a job as its current one; the next step begins with what the job brought. */
function takeJob(rows: LedgerStatements, run: RunRow, seen: SeenJob, deadlineAt: number | null): RunRow {
  return rows.changeRun(run, {
    current_job_id: seen.job.jobId,
    job_count: run.job_count + 1,
    deadline_at: deadlineAt,
    claiming_since: null,
    continuation_token: seen.details?.continuationToken ?? run.continuation_token,
    updated_at: seen.seenAt,
    ...(seen.clientLabel === null ? {} : { client_label: seen.clientLabel }),
    ...detailColumns(seen),
  });
}

function ownerOfToken(rows: LedgerStatements, seen: SeenJob): RunRow | undefined {
  const token = seen.details?.continuationToken ?? null;
  if (token === null) return undefined;
  const owner = rows.runByToken.get(token, seen.job.region, actionTypeKey(seen.actionTypeId));
  if (!owner || owner.client_id !== seen.clientId) return undefined;
  // Backends may give two works one id: a job never takes the place of one that still waits for its answer.
  const current = rows.jobById.get(owner.current_job_id, owner.region)?.state;
  const answered = current === 'answered' || (current === 'claimed' && owner.state === 'reporting');
  return answered ? owner : undefined;
}

function refreshInputs(rows: LedgerStatements, run: RunRow, seen: SeenJob): void {
  if (!seen.details) return;
  const { run_id: _, ...columns } = inputsRowOf(run.run_id, seen.details, seen.secretKeys);
  const known = rows.inputsById.get(run.run_id);
  const same =
    known && Object.entries(columns).every(([name, value]) => known[name as keyof typeof known] === value);
  if (!same) rows.changeInputs(run.run_id, columns);
}

/** The run that a stand-in gives way to once its job's token is known; undefined where it stays. */
function successorOfStandIn(
  rows: LedgerStatements,
  standIn: RunRow,
  job: JobRow,
  seen: SeenJob,
  newRunId: string,
): RunRow | undefined {
  if (standIn.job_count !== 1 || !STAND_INS.has(standIn.state)) return undefined;
  const owner = ownerOfToken(rows, seen);
  if (owner) {
    if (owner.run_id === standIn.run_id) return undefined;
    rows.changeJob(job.id, { run_id: owner.run_id, sequence: owner.job_count + 1 });
    refreshInputs(rows, owner, seen);
    return takeJob(rows, owner, seen, job.deadline_at);
  }
  const meaning = readToken(seen.details?.continuationToken ?? null);
  if (meaning.kind !== 'unconfirmed' || meaning.runId !== newRunId || rows.runById.get(newRunId))
    return undefined;
  const opened = openRun(rows, seen, newRunId);
  rows.changeJob(job.id, { run_id: newRunId });
  return rows.changeRun(opened, { deadline_at: job.deadline_at, created_at: standIn.created_at });
}

function knownJob(rows: LedgerStatements, job: JobRow, seen: SeenJob, newRunId: string): SeenOutcome {
  const run = rows.run(job.run_id);
  if (isFinal(run.state)) return { run, firstSight: false, removedRunId: null };
  const token = seen.details?.continuationToken ?? null;
  if (token !== null && job.continuation_token === null)
    rows.changeJob(job.id, { continuation_token: token });

  const successor = successorOfStandIn(rows, run, job, seen, newRunId);
  if (successor) {
    rows.moveTimeline.run(successor.run_id, run.run_id);
    rows.removeRun.run(run.run_id);
    return { run: successor, firstSight: false, removedRunId: run.run_id };
  }

  refreshInputs(rows, run, seen);
  const columns: Partial<RunRow> = { ...detailColumns(seen) };
  if (seen.clientLabel !== null) columns.client_label = seen.clientLabel;
  if (token !== null && job.job_id === run.current_job_id && run.continuation_token === null) {
    Object.assign(columns, tokenColumns(token));
    rows.keepToken(run, token);
  }
  return { run: rows.changeRun(run, columns), firstSight: false, removedRunId: null };
}

/** Runs inside the caller's transaction. */
export function seeJob(rows: LedgerStatements, seen: SeenJob, newRunId: RunId): SeenOutcome {
  const job = rows.jobById.get(seen.job.jobId, seen.job.region);
  if (job) return knownJob(rows, job, seen, newRunId);
  const owner = ownerOfToken(rows, seen);
  const run = owner ? takeJob(rows, owner, seen, seen.deadlineAt) : openRun(rows, seen, newRunId);
  if (owner) refreshInputs(rows, run, seen);
  rows.insertJob(jobRow(seen, run));
  return { run, firstSight: true, removedRunId: null };
}
