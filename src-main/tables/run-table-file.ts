import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { csvHeadOf, csvLineOf, isoTime, jsonRowOf, writeTable, type TableColumns } from './table-file.ts';

/** The columns of an exported table, in their order. Configuration, payloads and tokens are in none of them. */
const COLUMNS: TableColumns<RunSummary> = {
  runId: (run) => run.runId,
  state: (run) => run.state,
  region: (run) => run.region,
  customer: (run) => run.clientLabel,
  clientId: (run) => run.clientId,
  accountId: (run) => run.accountId,
  pipeline: (run) => run.pipelineName,
  stage: (run) => run.stageName,
  action: (run) => run.actionName,
  actionType: (run) => actionTypeKey(run.actionTypeId),
  processor: (run) => run.processorKind,
  heldBy: (run) => run.heldBy,
  attempt: (run) => run.attempt,
  jobs: (run) => run.jobCount,
  currentJobId: (run) => run.currentJobId,
  externalExecutionId: (run) => run.externalExecutionId,
  executionUrl: (run) => run.executionUrl,
  percentComplete: (run) => run.percentComplete,
  message: (run) => run.message,
  failureType: (run) => run.failureType,
  deadlineAt: (run) => isoTime(run.deadlineAt),
  startedAt: (run) => isoTime(run.createdAt),
  updatedAt: (run) => isoTime(run.updatedAt),
  finishedAt: (run) => isoTime(run.finishedAt),
};

/** The first line of an exported CSV table. */
export function csvHead(): string {
  return csvHeadOf(COLUMNS);
}

/** One run as a line of CSV, times in ISO 8601 (UTC). */
export function csvLine(run: RunSummary): string {
  return csvLineOf(COLUMNS, run);
}

/** One run as a line of JSON, the same columns. */
export function jsonLine(run: RunSummary): string {
  return jsonRowOf(COLUMNS, run);
}

/** See `writeTable`. */
export function writeRunTable(
  path: string,
  format: 'csv' | 'json',
  runs: AsyncIterable<readonly RunSummary[]>,
): Promise<number> {
  return writeTable(path, format, COLUMNS, runs);
}
