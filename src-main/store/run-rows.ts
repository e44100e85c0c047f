import type { OutboxRow, RunPatch, RunRecord } from '#main/agent/ports.ts';
import { actionTypeIdSchema, type ActionTypeId } from '#shared/domain/action-type.ts';
import { asClientId, asJobId, asRunId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job.ts';
import type { OutboxTableRow, RunRow } from './tables.ts';

/** The reverse of actionTypeKey: providers and versions hold no slash. */
function actionTypeOfKey(key: string): ActionTypeId {
  const [category, owner, provider, version] = key.split('/');
  return actionTypeIdSchema.parse({ category, owner, provider, version });
}

const actionTypes = new Map<string, ActionTypeId>();

/** The action type of a stored key, parsed once a key: lists read the same few thousands of times. */
export function cachedActionType(key: string): ActionTypeId {
  const known = actionTypes.get(key) ?? actionTypeOfKey(key);
  actionTypes.set(key, known);
  return known;
}

/** A row as the agent decides by it. */
export function recordOf(row: RunRow): RunRecord {
  return {
    runId: asRunId(row.run_id),
    region: row.region,
    protocol: row.protocol,
    actionTypeId: cachedActionType(row.action_type),
    processorKind: row.processor_kind,
    clientId: row.client_id === null ? null : asClientId(row.client_id),
    state: row.state,
    heldBy: row.held_by,
    attempt: row.attempt,
    externalExecutionId: row.external_execution_id,
    continuationToken: row.continuation_token,
    percentComplete: row.percent_complete,
    message: row.message,
    currentJobId: asJobId(row.current_job_id),
    deadlineAt: row.deadline_at,
    backendUnreachableSince: row.backend_unreachable_since,
    claimingSince: row.claiming_since,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const COLUMNS: Readonly<Record<keyof RunPatch, keyof RunRow>> = {
  heldBy: 'held_by',
  attempt: 'attempt',
  externalExecutionId: 'external_execution_id',
  continuationToken: 'continuation_token',
  percentComplete: 'percent_complete',
  message: 'message',
  failureType: 'failure_type',
  deadlineAt: 'deadline_at',
  backendUnreachableSince: 'backend_unreachable_since',
  claimingSince: 'claiming_since',
};

/** What a patch changes, in the words of the table; fields left undefined are left out. */
export function columnsOf(patch: RunPatch): Partial<RunRow> {
  const set = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([field, value]) => [COLUMNS[field as keyof RunPatch], value]));
}

/** An outbox row with what the sender needs of its run. */
export type OutboxWithRun = OutboxTableRow & Pick<RunRow, 'region' | 'protocol' | 'client_id'>;

export function outboxRowOf(row: OutboxWithRun): OutboxRow {
  return {
    outboxId: row.id,
    runId: asRunId(row.run_id),
    job: { region: row.region, protocol: row.protocol, jobId: asJobId(row.job_id) },
    clientId: row.client_id === null ? null : asClientId(row.client_id),
    result: JSON.parse(row.result) as JobResult,
    tries: row.tries,
    mayHaveArrived: row.may_have_arrived === 1,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    nextTryAt: row.next_try_at,
  };
}
