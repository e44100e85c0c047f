import { expect, it } from 'vitest';
import { watchForCalls, type CallClock } from '#main/electron/call-people.ts';
import type { Notice } from '#main/electron/notifications-decision.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { preferencesSchema } from '#shared/domain/preferences.ts';
import type { RunQuery, RunSummary } from '#shared/domain/run.ts';
import { aRun } from './a-runtime.ts';

/** A watch over runs in memory; `tick` lets time pass and resolves when the look of that moment is done. */
function aWatch() {
  let now = 1_000_000;
  let tickOnce = (): void => undefined;
  const asked: RunQuery[] = [];
  const runs: { needsHuman: RunSummary[]; failed: RunSummary[] } = { needsHuman: [], failed: [] };
  const shown: Notice[] = [];
  const clock: CallClock = {
    now: () => now,
    minuteOfDay: () => 720,
    every: (_ms, call) => {
      tickOnce = call;
      return () => (tickOnce = () => undefined);
    },
  };
  const runtime = {
    listRuns: (query: RunQuery) => {
      asked.push(query);
      const rows = query.states ? runs.needsHuman : query.lane === 'failed' ? runs.failed : [];
      return Promise.resolve({ rows, total: rows.length }) as unknown as ReturnType<Runtime['listRuns']>;
    },
  };
  const watch = watchForCalls({
    wanted: () => ({ ...preferencesSchema.parse({}).notifications, failed: true }),
    show: (notice) => shown.push(notice),
    clock,
    log: () => undefined,
  });
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    ...{ watch, runtime, runs, shown, asked, settled },
    now: () => now,
    tick: async (ms: number): Promise<void> => {
      now += ms;
      tickOnce();
      await settled();
    },
  };
}

it('tells of a run that begins to wait, at the next look', async () => {
  const { watch, runtime, runs, shown, tick, settled } = aWatch();
  watch.begin(runtime);
  await settled();
  runs.needsHuman = [aRun({ state: 'needs-token', clientLabel: 'Contoso' })];
  watch.changed();
  await tick(5_000);
  expect(shown.map(({ title }) => title)).toEqual(['Contoso: no client token is stored']);
});

it('asks the ledger only after a change, or when a deadline may have come near', async () => {
  const { watch, runtime, asked, tick, settled } = aWatch();
  watch.begin(runtime);
  await settled();
  const before = asked.length;
  await tick(5_000);
  await tick(5_000);
  expect(asked).toHaveLength(before);
  await tick(5_000);
  expect(asked.length).toBeGreaterThan(before);
});

it('tells of no run that had failed before the environment was at work', async () => {
  const { watch, runtime, runs, shown, now, tick, settled } = aWatch();
  watch.begin(runtime);
  await settled();
  runs.failed = [
    aRun({ runId: 'old', state: 'failed', finishedAt: now() - 1 }),
    aRun({ runId: 'new', state: 'failed', clientLabel: 'New', finishedAt: now() + 1 }),
  ];
  watch.changed();
  await tick(5_000);
  expect(shown.map(({ title }) => title)).toEqual(['New: a run failed']);
});

it('begins anew with another environment', async () => {
  const { watch, runtime, runs, shown, tick, settled } = aWatch();
  watch.begin(runtime);
  await settled();
  runs.needsHuman = [aRun({ state: 'needs-token' })];
  watch.begin({ ...runtime });
  await settled();
  await tick(5_000);
  expect(shown).toEqual([]);
});

it('does not measure an environment by the late answer of the one before', async () => {
  const { watch, runtime, runs, shown, tick, settled } = aWatch();
  let answerLate = (): void => undefined;
  const late = new Promise<void>((resolve) => (answerLate = resolve));
  watch.begin({ listRuns: (query) => late.then(() => runtime.listRuns(query)) });
  watch.begin(runtime);
  answerLate();
  await settled();
  runs.needsHuman = [aRun({ state: 'needs-token', clientLabel: 'Contoso' })];
  await tick(5_000);
  expect(shown).toEqual([]);
});
