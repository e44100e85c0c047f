import type { RunState } from './run-state.ts';

/** What the ledger holds at one moment, counted: for gauges and for the agent's health. Times are epoch milliseconds. */
export interface LedgerStock {
  runs: readonly { region: string; state: RunState; runs: number }[];
  /** The nearest deadline of each region's open jobs; CodePipeline is owed an answer for claimed ones only. */
  deadlines: readonly { region: string; claimed: boolean; nearestAt: number }[];
  outbox: {
    /** Results that CodePipeline has not accepted or refused yet. */
    results: number;
    oldestWrittenAt: number | null;
    /** As `oldestWrittenAt`, without those that can only go on when a person has added a client token. */
    oldestOwedAt: number | null;
    /** The earliest planned try; far in the past when nobody tries. */
    earliestTryAt: number | null;
  };
}
