import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { RunLedger } from '#main/agent/ports.ts';
import { openLedgerKeeper, type LedgerKeeper } from '#main/compose/ledger-keeper.ts';
import { DATABASE_FILE } from '#main/store/open-store.ts';
import { damageFound } from '#main/store/store-error.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aFolder, NOW } from '#test/unit/store/store-fixture.ts';

const HOUR_MS = 60 * 60_000;

/** A keeper whose backups end when the test says, on a clock that the test moves. */
async function aKeeper(dataDir = aFolder()) {
  const ends: (() => void)[] = [];
  const keeper = await openLedgerKeeper({
    ...{ dataDir, open: { flushing: 'beside' }, now: () => NOW, log: () => undefined },
    ...{ onNotices: () => undefined, onDamage: () => undefined },
    takeBackup: () => new Promise((resolve) => ends.push(resolve)),
  });
  onTestFinished(() => keeper.close());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  keeper.begin([]);
  return { keeper, begun: () => ends.length, endLast: () => ends.at(-1)?.() };
}

it('backs up a minute after the start, and an hour after that', async () => {
  const { begun, endLast } = await aKeeper();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(begun()).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun()).toBe(1);
  endLast();
  await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
  expect(begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun()).toBe(2);
  endLast();
});

it('backs up once for all clients of a burst, ten seconds after the first', async () => {
  const { keeper, begun, endLast } = await aKeeper();
  keeper.backupSoon();
  await vi.advanceTimersByTimeAsync(9_000);
  keeper.backupSoon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun()).toBe(1);
  endLast();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun()).toBe(1);
});

it('backs up again at once where a client was changed during a long backup, and only then', async () => {
  const { keeper, begun, endLast } = await aKeeper();
  await vi.advanceTimersByTimeAsync(60_000);
  keeper.backupSoon();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(begun()).toBe(1);
  endLast();
  await vi.advanceTimersByTimeAsync(1);
  expect(begun()).toBe(2);
  endLast();
  await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
  expect(begun()).toBe(2);
});

it('backs up at once where the start has mended the ledger', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, DATABASE_FILE), 'no database, '.repeat(1_000));
  const { keeper, begun, endLast } = await aKeeper(folder);
  expect(keeper.notices()).toMatchObject([{ kind: 'ledger', severity: 'warning' }]);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun()).toBe(1);
  endLast();
});

/** The keeper's eyes on a ledger whose calls end as the test says. */
function watched(keeper: LedgerKeeper) {
  let fate: Error | null = null;
  const call = () => (fate ? Promise.reject(fate) : Promise.resolve(null));
  const ledger = keeper.watching({ find: call, patch: call } as unknown as RunLedger);
  const ask = async (what: 'find' | 'patch', failure: Error | null): Promise<void> => {
    fate = failure;
    await (ledger[what] as () => Promise<unknown>)().catch(() => undefined);
  };
  return ask;
}

it('takes a read that succeeds for no sign that the ledger can be written again', async () => {
  const { keeper } = await aKeeper();
  const ask = watched(keeper);
  await ask('patch', new ActionDeskError('internal', 'The disk is full.', { retryable: true }));
  await ask('find', null);
  expect(keeper.notices()).toMatchObject([{ severity: 'error', detail: 'The disk is full.' }]);
  await ask('patch', null);
  expect(keeper.notices()).toEqual([]);
});

it('makes no backup of a ledger that it knows to be damaged', async () => {
  const { keeper, begun } = await aKeeper();
  await watched(keeper)('find', damageFound('a page'));
  expect(keeper.damage()).toMatchObject({ since: NOW });
  keeper.backupSoon();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(begun()).toBe(0);
});
