import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readTrayFacts, watchTrayFacts } from '#main/electron/tray-facts.ts';
import type { TrayFacts } from '#main/electron/tray-words.ts';
import { CHANNEL_SAMPLES } from './channel-samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aLedger(needsToken: number, waiting: number, atRiskElsewhere: number) {
  const page = CHANNEL_SAMPLES['runs.list'].answer;
  let looks = 0;
  return {
    looks: () => looks,
    listRuns: () => {
      looks += 1;
      const countsByLane = { ...page.countsByLane, 'needs-token': needsToken, 'waiting-for-you': waiting };
      return Promise.resolve({ ...page, countsByLane: { ...countsByLane, 'at-risk': 9 } });
    },
    countRuns: () => Promise.resolve({ total: atRiskElsewhere, countsByState: {} }),
    cells: () => [],
  };
}

it('counts a run once that is in two lanes', async () => {
  const facts = await readTrayFacts('production', aLedger(2, 3, 1));
  expect(facts.calling).toBe(6);
  expect(facts.lanes).toMatchObject({ 'needs-token': 2, 'waiting-for-you': 3, 'at-risk': 9 });
});

it('looks once for many changes, and again by itself', async () => {
  const told: TrayFacts[] = [];
  const watch = watchTrayFacts((facts) => told.push(facts), vi.fn());
  const ledger = aLedger(0, 0, 0);
  watch.begin('production', ledger);
  await vi.advanceTimersByTimeAsync(0);
  expect(ledger.looks()).toBe(1);
  for (let change = 0; change < 1000; change += 1) watch.changed();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ledger.looks()).toBe(2);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(ledger.looks()).toBe(3);
  watch.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ledger.looks()).toBe(3);
  expect(told).toHaveLength(3);
});

it('tells nothing of an environment that is no longer at work', async () => {
  const told: string[] = [];
  const watch = watchTrayFacts(
    ({ environment, lanes }) => told.push(`${environment} ${lanes !== null}`),
    vi.fn(),
  );
  watch.begin('staging', aLedger(1, 0, 0));
  watch.begin('production', null);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual(['production false']);
  watch.stop();
});

it('survives a ledger that cannot be read, and looks again', async () => {
  const told: TrayFacts[] = [];
  const log = vi.fn();
  const watch = watchTrayFacts((facts) => told.push(facts), log);
  const ledger = aLedger(1, 0, 0);
  let broken = true;
  watch.begin('production', {
    ...ledger,
    listRuns: () => (broken ? Promise.reject(new Error('disk')) : ledger.listRuns()),
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(log).toHaveBeenCalledWith('warn', 'tray-not-counted', expect.anything());
  broken = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toHaveLength(1);
  watch.stop();
});
