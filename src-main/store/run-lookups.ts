import type { RunRecord } from '#main/agent/ports.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job.ts';
import type { StoreDatabase } from './open-database.ts';
import type { JournalledRun } from './run-journal.ts';

/** Whether a run is in the ledger, final or not. */
export function createRunLookup({ raw }: Pick<StoreDatabase, 'raw'>): (runId: string) => boolean {
  const find = raw.prepare<[string], number>('select 1 from runs where run_id = ?').pluck();
  return (runId) => find.get(runId) !== undefined;
}

/** Adds to a run that is reporting the results in its outbox that are not settled, for its line in the journal. */
export function createOwedLookup({ raw }: Pick<StoreDatabase, 'raw'>): (run: RunRecord) => JournalledRun {
  const find = raw.prepare<[string], { job_id: string; result: string }>(
    'select job_id, result from outbox where run_id = ? and settled_at is null order by id',
  );
  return (run) => {
    if (run.state !== 'reporting') return run;
    const owed = find.all(run.runId).map((row) => ({
      jobId: asJobId(row.job_id),
      result: JSON.parse(row.result) as JobResult,
    }));
    return { ...run, owed };
  };
}
