import type { RunLedger, RunPatch, RunRecord, TimelineLine } from '#main/agent/ports.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { JobArtifact } from '#shared/domain/job.ts';
import type { RunJob } from '#shared/domain/run.ts';
import { isFinal, nextRunState, type RunEvent } from '#shared/domain/run-state.ts';
import { prepareLedger, type LedgerStatements } from './ledger-statements.ts';
import type { StoreDatabase } from './open-database.ts';
import { createGroupCommit } from './group-commit.ts';
import { columnsOf, outboxRowOf, recordOf } from './run-rows.ts';
import { seeJob } from './see-job.ts';
import type { OwedResult } from './run-journal.ts';
import { createOwedLookup } from './run-lookups.ts';
import { toStoreError } from './store-error.ts';
import type { JobRow, RunRow } from './tables.ts';

export interface LedgerListener {
  /**
   * Called after the commit, once a run that changed; `run` is null where only its timeline grew or where it was merged
   * away. What it throws is dropped: the write is done.
   * `owed` are the unsettled results of a run that is reporting, as they were in the transaction of the change: afterwards
   * the file may be damaged.
   */
  onRunChanged(runId: string, run: RunRecord | null, owed: readonly OwedResult[]): void;
}

/** The runs of one write to announce, as they are afterwards. */
type Changes = Map<string, RunRecord | null>;

/** The state of the job that an event leaves behind; null where the event says nothing about the job. */
function jobStateAfter(event: RunEvent): RunJob['state'] | null {
  switch (event) {
    case 'claim-started':
      return 'claiming';
    case 'claim-refused':
    case 'handed-out-again':
    case 'token-missing':
      return 'polled';
    case 'claimed-by-agent':
    case 'claimed-by-engineer':
      return 'claimed';
    case 'claim-lost':
      return 'lost';
    case 'job-over':
      return 'over';
    case 'continuation-accepted':
    case 'success-accepted':
    case 'failure-accepted':
      return 'answered';
    case 'result-refused':
    case 'held-for-engineer':
    case 'taken-over':
    case 'handed-back':
    case 'work-restarted':
    case 'result-written':
      return null;
    default:
      return assertNever(event);
  }
}

const SETTLED_JOBS: ReadonlySet<RunJob['state']> = new Set(['answered', 'lost', 'over']);

function moveJob(rows: LedgerStatements, job: JobRow | undefined, event: RunEvent, at: number): void {
  const state = jobStateAfter(event);
  // A job that was answered stays answered, even when its run is given up while it waits for the next one.
  if (!job || state === null) return;
  if (SETTLED_JOBS.has(job.state) && event !== 'handed-out-again') return;
  rows.changeJob(job.id, {
    state,
    ...(state === 'claimed' ? { acknowledged_at: at } : {}),
    ...(state === 'answered' ? { answered_at: at } : {}),
  });
}

function moveRun(
  rows: LedgerStatements,
  run: RunRow,
  event: RunEvent,
  patch: RunPatch,
  at: number,
  jobId: string,
): RunRow | null {
  const state = nextRunState(run.state, event);
  if (state === null) return null;
  const columns: Partial<RunRow> = { state, updated_at: at, finished_at: isFinal(state) ? at : null };
  // No job is open then; a successor that was polled before its predecessor was settled keeps its deadline.
  if (isFinal(state) || (state === 'between-jobs' && run.current_job_id === jobId))
    columns.deadline_at = null;
  const moved = rows.changeRun(run, { ...columns, ...columnsOf(patch) });
  rows.keepToken(moved, patch.continuationToken ?? null);
  return moved;
}

/**
 * The write side of the store: RunLedger over one SQLite file. Every method is one savepoint of an immediate
 * transaction that it may share with others (see group-commit.ts); its promise settles after the commit. Throws `not-found` for an unknown run, `store-damaged`, or a
 * retryable `internal` (disk full, locked).
 */
export function createRunLedger(db: StoreDatabase, listener: LedgerListener): RunLedger {
  const rows = prepareLedger(db);
  const owedOf = createOwedLookup(db);
  const commit = createGroupCommit(db.raw, () => db.flush());

  function read<T>(work: () => T): Promise<T> {
    try {
      return Promise.resolve(work());
    } catch (thrown) {
      return Promise.reject(toStoreError(thrown));
    }
  }

  /** `changed` collects the runs to announce; nothing is announced when the transaction fails. */
  async function write<T>(work: (changed: Changes) => T): Promise<T> {
    const changed: Changes = new Map();
    const owed = new Map<string, readonly OwedResult[]>();
    const answer = await commit(() => {
      const done = work(changed);
      for (const [runId, run] of changed) if (run?.state === 'reporting') owed.set(runId, owedOf(runId));
      return done;
    });
    for (const [runId, run] of changed) {
      try {
        listener.onRunChanged(runId, run, owed.get(runId) ?? []);
      } catch {
        // A watcher's trouble is not the ledger's: the row is on the disk.
      }
    }
    return answer;
  }

  function addLines(changed: Changes, runId: string, lines: readonly TimelineLine[]): void {
    rows.addLines(runId, lines);
    if (lines.length > 0) changed.set(runId, null);
  }

  function tell(changed: Changes, row: RunRow): RunRecord {
    const record = recordOf(row);
    changed.set(row.run_id, record);
    return record;
  }

  return {
    jobSeen: (seen, newRunId) =>
      write((changed) => {
        const { run, firstSight, removedRunId } = seeJob(rows, seen, newRunId);
        const record = recordOf(run);
        if (!isFinal(run.state)) changed.set(run.run_id, record);
        if (removedRunId !== null) changed.set(removedRunId, null);
        return { run: record, firstSight };
      }),

    find: (runId) =>
      read(() => {
        const row = rows.runById.get(runId);
        return row ? recordOf(row) : null;
      }),

    findByJob: (region, jobId) =>
      read(() => {
        const row = rows.runByJob.get(jobId, region);
        return row ? recordOf(row) : null;
      }),

    outputArtifacts: (runId) =>
      read(() => JSON.parse(rows.inputsById.get(runId)?.output_artifacts ?? '[]') as JobArtifact[]),

    apply: (runId, event, patch, at, lines) =>
      write((changed) => {
        const run = rows.run(runId);
        addLines(changed, runId, lines);
        const moved = moveRun(rows, run, event, patch, at, run.current_job_id);
        if (!moved) return null;
        moveJob(rows, rows.jobById.get(run.current_job_id, run.region), event, at);
        return tell(changed, moved);
      }),

    patch: (runId, patch, at, lines) =>
      write((changed) => {
        const run = rows.run(runId);
        addLines(changed, runId, lines);
        const patched = rows.changeRun(run, { updated_at: at, ...columnsOf(patch) });
        rows.keepToken(patched, patch.continuationToken ?? null);
        return tell(changed, patched);
      }),

    note: (runId, lines) =>
      write((changed) => {
        rows.run(runId);
        addLines(changed, runId, lines);
      }),

    writeResult: (runId, result, patch, at, lines) =>
      write((changed) => {
        const run = rows.run(runId);
        const jobId = run.current_job_id;
        if (rows.unsettledOfJob.get(jobId, runId) !== undefined) return null;
        const token = result.kind === 'continue' ? { continuationToken: result.continuationToken } : {};
        const moved = moveRun(rows, run, 'result-written', { ...patch, ...token }, at, jobId);
        if (!moved) return null;
        const added = rows.addOutbox.run(runId, jobId, result.kind, JSON.stringify(result), at, at);
        addLines(changed, runId, lines);
        const outboxId = Number(added.lastInsertRowid);
        const record = tell(changed, moved);
        const job = { region: record.region, protocol: record.protocol, jobId: record.currentJobId };
        const { clientId } = record;
        return { outboxId, runId, job, clientId, result, tries: 0, nextTryAt: at, mayHaveArrived: false };
      }),

    settleResult: (outboxId, event, patch, at, lines) =>
      write((changed) => {
        const outbox = rows.outboxById.get(outboxId);
        if (!outbox) return null;
        const run = rows.run(outbox.run_id);
        addLines(changed, run.run_id, lines);
        if (outbox.settled_at !== null) return null;
        rows.changeOutbox(outboxId, { settled_at: at, settled_by: event });
        moveJob(rows, rows.jobById.get(outbox.job_id, run.region), event, at);
        const moved = moveRun(rows, run, event, patch, at, outbox.job_id);
        if (moved) return tell(changed, moved);
        changed.set(run.run_id, null);
        return null;
      }),

    postponeResult: (outboxId, next, at, lines) =>
      write((changed) => {
        const outbox = rows.outboxById.get(outboxId);
        if (!outbox) return;
        const run = rows.run(outbox.run_id);
        addLines(changed, run.run_id, lines);
        if (outbox.settled_at !== null) return;
        const tries = outbox.tries + 1;
        rows.changeOutbox(outboxId, {
          tries,
          next_try_at: next.tryAt,
          last_error: next.error,
          ...(next.mayHaveArrived ? { may_have_arrived: 1 } : {}),
        });
        tell(changed, rows.changeRun(run, { updated_at: at }));
      }),

    unsettledResult: (outboxId) =>
      read(() => {
        const row = rows.outboxById.get(outboxId);
        return row && row.settled_at === null ? outboxRowOf(row) : null;
      }),
    unsettledResults: () => read(() => rows.unsettled.all().map(outboxRowOf)),
    unsettledResultsOf: (runId) => read(() => rows.unsettledOfRun.all(runId).map(outboxRowOf)),
    liveRuns: () => read(() => rows.liveRuns.all().map(recordOf)),
    runsWaitingForToken: (clientId) => read(() => rows.waitingForToken.all(clientId, clientId).map(recordOf)),
  };
}
