import { expect, it, onTestFinished } from 'vitest';
import { openLedgerKeeper } from '#main/compose/ledger-keeper.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { asRunId } from '#shared/domain/ids.ts';
import { aFolder, aSeenJob, NOW } from '#test/unit/store/store-fixture.ts';

/** A real ledger, watched as an agent's is. */
async function aWatchedLedger() {
  let told = 0;
  const keeper = await openLedgerKeeper({
    ...{ dataDir: aFolder(), open: { flushing: 'beside' }, now: () => NOW, log: () => undefined },
    ...{ onNotices: () => void (told += 1), onDamage: () => undefined },
  });
  onTestFinished(() => keeper.close());
  const ledger = keeper.watching(createRunLedger(keeper.db, { onRunChanged: () => undefined }));
  return { keeper, ledger, told: () => told };
}

const limits = [
  ['is full', 'max_page_count = 1', 'max_page_count = 1073741823', 'The disk is full: nothing was written.'],
  ['is read-only', 'query_only = ON', 'query_only = OFF', 'The ledger cannot be written'],
] as const;

it.each(limits)(
  'refuses what a disk that %s does not take, says so, and recovers',
  async (_what, on, off, words) => {
    const { keeper, ledger, told } = await aWatchedLedger();
    await ledger.jobSeen(aSeenJob('before'), asRunId('run-before'));
    keeper.db.raw.pragma(on);
    // Rows find room on pages that are there already; sooner or later there is none.
    const seeMany = async (name: string): Promise<void> => {
      for (let job = 0; job < 200; job += 1)
        await ledger.jobSeen(aSeenJob(`${name}-${job}`), asRunId(`run-${name}-${job}`));
    };
    await expect(seeMany('refused')).rejects.toMatchObject({
      ...{ code: 'internal', retryable: true, message: expect.stringContaining(words) as string },
    });
    expect(keeper.notices()).toMatchObject([{ kind: 'ledger', severity: 'error', since: NOW }]);
    expect(told()).toBe(1);
    keeper.db.raw.pragma(off);
    await seeMany('later');
    expect(keeper.notices()).toEqual([]);
    expect(told()).toBe(2);
    expect((await ledger.liveRuns()).length).toBeGreaterThan(200);
  },
);
