import { fillExecutionUrl } from '#shared/domain/action-type.ts';
import type { JobArtifact } from '#shared/domain/job.ts';
import type { PendingResult, RunDetail, RunJob, RunSummary, TimelineEntry } from '#shared/domain/run.ts';
import { cachedActionType } from './run-rows.ts';
import { openConfiguration } from './stored-configuration.ts';
import type { JobRow, OutboxTableRow, RunInputsRow, RunRow, TimelineRow } from './tables.ts';

/** A run with its non-secret configuration, for the execution URL, and when its current job was first seen. */
export type SummaryRow = RunRow & Pick<RunInputsRow, 'configuration'> & { job_polled_at: number | null };

const NO_CONFIGURATION: ReadonlyMap<string, string> = new Map();

function pendingOf(row: OutboxTableRow | undefined): PendingResult | null {
  if (!row) return null;
  return { kind: row.kind, tries: row.tries, nextTryAt: row.next_try_at, lastError: row.last_error };
}

/** A row of the runs table. The execution URL is filled from the non-secret configuration only. */
export function summaryOf(row: SummaryRow, pending?: OutboxTableRow): RunSummary {
  const template = row.execution_url_template;
  const needed = template?.includes('{Config:') ?? false;
  const configuration = needed ? openConfiguration(row.configuration) : NO_CONFIGURATION;
  return {
    runId: row.run_id,
    region: row.region,
    protocol: row.protocol,
    actionTypeId: cachedActionType(row.action_type),
    processorKind: row.processor_kind,
    clientId: row.client_id,
    clientLabel: row.client_label,
    accountId: row.account_id,
    pipelineName: row.pipeline_name,
    stageName: row.stage_name,
    actionName: row.action_name,
    state: row.state,
    heldBy: row.held_by,
    attempt: row.attempt,
    externalExecutionId: row.external_execution_id,
    executionUrl: fillExecutionUrl(template, row.external_execution_id, configuration),
    percentComplete: row.percent_complete,
    message: row.message,
    failureType: row.failure_type,
    currentJobId: row.current_job_id,
    jobCount: row.job_count,
    deadlineAt: row.deadline_at,
    jobPolledAt: row.job_polled_at,
    backendUnreachableSince: row.backend_unreachable_since,
    claimingSince: row.claiming_since,
    pendingResult: pendingOf(pending),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at,
  };
}

function jobOf(row: JobRow): RunJob {
  return {
    jobId: row.job_id,
    sequence: row.sequence,
    state: row.state,
    polledAt: row.polled_at,
    acknowledgedAt: row.acknowledged_at,
    answeredAt: row.answered_at,
    deadlineAt: row.deadline_at,
    continuationToken: row.continuation_token,
  };
}

function entryOf(row: TimelineRow): TimelineEntry {
  return {
    id: row.id,
    at: row.at,
    jobId: row.job_id,
    kind: row.kind,
    operation: row.operation,
    outcome: row.outcome,
    durationMs: row.duration_ms,
    sentence: row.sentence,
    payload: row.payload === null ? null : (JSON.parse(row.payload) as unknown),
  };
}

/** The rows that make up one run. */
export interface DetailRows {
  run: RunRow;
  inputs: RunInputsRow | undefined;
  jobs: readonly JobRow[];
  timeline: readonly TimelineRow[];
  pending: OutboxTableRow | undefined;
}

/** Everything the console shows of one run, oldest job and line first. */
export function detailOf({ run, inputs, jobs, timeline, pending }: DetailRows): RunDetail {
  const configuration = inputs?.configuration ?? '[]';
  const current = jobs.find((job) => job.job_id === run.current_job_id && job.region === run.region);
  const polledAt = current?.polled_at ?? null;
  return {
    run: summaryOf({ ...run, configuration, job_polled_at: polledAt }, pending),
    pipelineArn: inputs?.pipeline_arn ?? null,
    pipelineExecutionId: inputs?.pipeline_execution_id ?? null,
    actionExecutionId: inputs?.action_execution_id ?? null,
    continuationToken: run.continuation_token,
    configuration: JSON.parse(configuration) as RunDetail['configuration'],
    inputArtifacts: JSON.parse(inputs?.input_artifacts ?? '[]') as JobArtifact[],
    outputArtifacts: JSON.parse(inputs?.output_artifacts ?? '[]') as JobArtifact[],
    encryptionKeyId: inputs?.encryption_key_id ?? null,
    jobs: jobs.map(jobOf),
    timeline: timeline.map(entryOf),
    pendingResult: pendingOf(pending),
  };
}
