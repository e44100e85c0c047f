import { expect, it, onTestFinished } from 'vitest';
import { watchNotices, type NoticeSources } from '#main/compose/agent-notices.ts';
import type { Notice } from '#shared/domain/notice.ts';
import { aCell } from '#test/support/a-cell.ts';
import { Activity, createManualClock } from '#test/support/fake-ports.ts';

const MB = 1024 * 1024;

function watching(change: Partial<NoticeSources> = {}) {
  const activity = new Activity();
  const clock = createManualClock(activity);
  const space = { freeBytes: 9_000 * MB, totalBytes: 10_000 * MB };
  const asked = { disk: 0, credentials: 0 };
  let heardAt = clock.now();
  let changes = 0;
  const watched = watchNotices(
    {
      cells: () => [aCell({ lastAnswerAt: heardAt, pollingSince: heardAt })],
      pollIntervalMs: 1_000,
      credentialsEndAt: () => {
        asked.credentials += 1;
        return Promise.resolve(null);
      },
      diskSpace: () => {
        asked.disk += 1;
        return Promise.resolve({ ...space });
      },
      more: () => [],
      ...change,
    },
    clock,
    () => (changes += 1),
  );
  onTestFinished(() => watched.close());
  return {
    ...{ clock, space, asked, watched },
    hear: () => (heardAt = clock.now()),
    changes: () => changes,
    kinds: () => watched.notices().map(({ kind }) => kind),
  };
}

it('tells of a silence that begins and ends, once each', async () => {
  const desk = watching();
  await desk.clock.advance(8_000);
  expect(desk.changes()).toBe(0);
  await desk.clock.advance(20_000);
  expect(desk.kinds()).toEqual(['silence']);
  expect(desk.changes()).toBe(1);
  desk.hear();
  await desk.clock.advance(4_000);
  expect(desk.kinds()).toEqual([]);
  expect(desk.changes()).toBe(2);
});

it('asks for the disk and the credentials each minute', async () => {
  const desk = watching();
  await desk.clock.advance(1_000);
  desk.space.freeBytes = 300 * MB;
  expect(desk.kinds()).toEqual([]);
  await desk.clock.advance(61_000);
  expect(desk.kinds()).toContain('disk');
  expect(desk.asked).toEqual({ disk: 2, credentials: 2 });
  const lowSince = desk.watched.notices().find(({ kind }) => kind === 'disk')?.since;
  await desk.clock.advance(120_000);
  expect(desk.watched.notices().find(({ kind }) => kind === 'disk')?.since).toBe(lowSince);
});

it('asks no provider for credentials before a poll was answered', async () => {
  let asked = 0;
  const desk = watching({
    cells: () => [aCell({ mode: 'starting', lastAnswerAt: null })],
    credentialsEndAt: () => Promise.resolve(++asked),
  });
  await desk.clock.advance(61_000);
  expect(asked).toBe(0);
});

it('takes what cannot be asked for unknown', async () => {
  const desk = watching({
    diskSpace: () => Promise.reject(new Error('statfs')),
    credentialsEndAt: () => Promise.reject(new Error('no provider')),
  });
  await desk.clock.advance(4_000);
  expect(desk.kinds()).toEqual([]);
});

it('puts what other parts tell before its own', async () => {
  const restored: Notice = { kind: 'ledger', severity: 'warning', since: 1, sentence: 'Restored.' };
  const desk = watching({ more: () => [restored] });
  await desk.clock.advance(2_000);
  expect(desk.kinds()).toEqual(['ledger']);
  expect(desk.changes()).toBe(1);
});

it('goes on looking, and ends, while a provider of credentials hangs', async () => {
  const desk = watching({ credentialsEndAt: () => new Promise<never>(() => undefined) });
  await desk.clock.advance(40_000);
  expect(desk.kinds()).toEqual(['silence']);
  expect(desk.changes()).toBe(1);
  await desk.watched.close();
});

it('asks no second time while the first question is open', async () => {
  let asked = 0;
  const desk = watching({
    credentialsEndAt: () => {
      asked += 1;
      return new Promise<never>(() => undefined);
    },
  });
  await desk.clock.advance(600_000);
  expect(asked).toBe(1);
});
