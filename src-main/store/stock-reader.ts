import type { LedgerStock } from '#shared/domain/ledger-stock.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/** The statements behind a stock. For a `group by` the planner would rather walk an index over all runs: it is told. */
export const STOCK_QUERIES = {
  runs: 'select region, state, runs from run_counts where runs > 0',
  deadlines: `select region, state in ('working', 'with-engineer', 'reporting') as claimed,
      min(deadline_at) as nearestAt
    from runs indexed by runs_live where finished_at is null and deadline_at is not null group by 1, 2`,
  outbox: `select count(*) as results, min(written_at) as oldestWrittenAt, min(next_try_at) as earliestTryAt,
      min(case when runs.client_id is null or (clients.token_sealed is not null and clients.refused_at is null)
        then written_at end) as oldestOwedAt
    from outbox indexed by outbox_unsettled join runs on runs.run_id = outbox.run_id
      left join clients on clients.client_id = runs.client_id
    where settled_at is null`,
} as const;

/**
 * Counts for metrics and health, in one snapshot. Reads the counts that triggers keep and partial indices over what is
 * live, so a call costs by runs in flight and not by the size of the ledger. Throws `store-damaged` or `internal`.
 */
export function createStockReader(db: StoreDatabase): () => LedgerStock {
  const { raw } = db;
  const runs = raw.prepare<[], LedgerStock['runs'][number]>(STOCK_QUERIES.runs);
  const deadlines = raw.prepare<[], { region: string; claimed: number; nearestAt: number }>(
    STOCK_QUERIES.deadlines,
  );
  const outbox = raw.prepare<[], LedgerStock['outbox']>(STOCK_QUERIES.outbox);
  const snapshot = raw.transaction((): LedgerStock => {
    const pending = outbox.get();
    return {
      runs: runs.all(),
      deadlines: deadlines.all().map((row) => ({ ...row, claimed: row.claimed === 1 })),
      outbox: pending ?? { results: 0, oldestWrittenAt: null, oldestOwedAt: null, earliestTryAt: null },
    };
  });
  return () => {
    try {
      return snapshot.deferred();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
}
