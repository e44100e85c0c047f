import type { RunRecord } from '#main/agent/ports.ts';
import { asJobId, asRunId } from '#shared/domain/ids.ts';
import { CUSTOM_TYPE, REGION } from './fake-ports.ts';

/** A run as the ledger answers it: of a custom job, working, with what a test is about. */
export function aRunRecord(change: Partial<RunRecord> = {}): RunRecord {
  return {
    runId: asRunId('run'),
    region: REGION,
    protocol: 'custom',
    actionTypeId: CUSTOM_TYPE,
    processorKind: 'http',
    clientId: null,
    state: 'working',
    heldBy: 'agent',
    attempt: 1,
    externalExecutionId: null,
    continuationToken: null,
    percentComplete: null,
    message: null,
    currentJobId: asJobId('job'),
    deadlineAt: null,
    backendUnreachableSince: null,
    claimingSince: null,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  };
}
