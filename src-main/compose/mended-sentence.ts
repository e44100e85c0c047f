import type { LedgerMended } from '../store/open-kept-ledger.ts';

/** What was done with a damaged or outdated ledger, and what is gone with it, for a person. */
export function mendedSentence({ how, restored, rebuiltRuns, damaged }: LedgerMended): string {
  const put = `Runs put back from the journal: ${rebuiltRuns}.`;
  if (how === 'brought-up-to-date') return `The ledger was older than the journal of its runs. ${put}`;
  const place = restored
    ? `the backup of ${new Date(restored.at).toISOString()} took its place`
    : 'no backup was there: the ledger begins anew, without its history and its client tokens';
  const aside = damaged === null ? 'The ledger was gone' : `The ledger was damaged and is kept as ${damaged}`;
  return `${aside}; ${place}. ${put}`;
}
