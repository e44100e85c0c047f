import type { RunRecord } from '#main/agent/ports.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job.ts';
import type { StoreDatabase } from './open-database.ts';
import type { JournalledRun, OwedResult } from './run-journal.ts';

/** Whether a run is in the ledger, final or not. */
export function createRunLookup({ raw }: Pick<StoreDatabase, 'raw'>): (runId: string) => boolean {
  const find = raw.prepare<[string], number>('select 1 from runs where run_id = ?').pluck();
  return (runId) => find.get(runId) !== undefined;
}

/** The results in a run's outbox that are not settled, the oldest first. */
export function createOwedLookup({
  raw,
}: Pick<StoreDatabase, 'raw'>): (runId: string) => readonly OwedResult[] {
  const find = raw.prepare<[string], { job_id: string; result: string }>(
    'select job_id, result from outbox where run_id = ? and settled_at is null order by id',
  );
  return (runId) =>
    find
      .all(runId)
      .map((row) => ({ jobId: asJobId(row.job_id), result: JSON.parse(row.result) as JobResult }));
}

/** A run as the journal tells of it: with what it owes CodePipeline while it is reporting, which only then is asked for. */
export function withOwed(run: RunRecord, owed: () => readonly OwedResult[]): JournalledRun {
  return run.state === 'reporting' ? { ...run, owed: owed() } : run;
}
