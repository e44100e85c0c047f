import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { RunLedger } from '#main/agent/ports.ts';
import { watchLoop } from '#main/watching/loop-watch.ts';
import { tryDisk } from '#main/watching/try-disk.ts';
import { createWatching } from '#main/watching/watching.ts';
import { openWatchingServer } from '#main/watching/watching-server.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { asRunId } from '#shared/domain/ids.ts';
import type { LedgerStock } from '#shared/domain/ledger-stock.ts';
import { Activity, createManualClock, CUSTOM_TYPE, REGION } from '#test/support/fake-ports.ts';

const SILENT = () => undefined;

function aWatching(tryDisk: () => Promise<void> = () => Promise.resolve()) {
  const clock = createManualClock(new Activity());
  const watching = createWatching({
    ...{ environment: 'staging', regions: [REGION], pollIntervalMs: 1000, slots: 5, clock, tryDisk },
  });
  onTestFinished(() => watching.end());
  return { clock, watching };
}

const cells = () => [
  {
    ...{ key: 'cell', region: REGION, actionTypeId: CUSTOM_TYPE, processorKind: 'http', mode: 'polling' },
    ...{ pace: 'quick', lastPollAt: null, lastPollMs: null, nextPollAt: null, pollCount: 0, jobsSeen: 0 },
    ...{ inHand: 2, lastError: null },
  },
];

function anAgent(stock: () => LedgerStock) {
  const none = { ledgerDamage: () => null };
  return { cells, traffic: () => ({ waiting: 4, underWay: 3 }), stock, ...none } as never;
}

const noStock: LedgerStock = {
  ...{ runs: [], deadlines: [] },
  outbox: { results: 0, oldestWrittenAt: null, oldestOwedAt: null, earliestTryAt: null },
};

async function served() {
  const { watching, clock } = aWatching();
  watching.begin(anAgent(() => noStock));
  const server = await openWatchingServer({ host: '127.0.0.1', port: 0, watching, log: SILENT });
  onTestFinished(() => server.close());
  const ask = (path: string, options: { method?: string; host?: string } = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { method = 'GET', host } = options;
      const asked = request(`${server.url}${path}`, { method, agent: false, headers: host ? { host } : {} });
      asked.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
  return { ask, server, clock };
}

it('sets its gauges at each scrape, and forgets what is gone', async () => {
  const { watching, clock } = aWatching();
  const now = clock.now();
  let stock: LedgerStock = {
    runs: [{ region: REGION, state: 'working', runs: 2 }],
    deadlines: [
      { region: REGION, claimed: true, nearestAt: now + 90_000 },
      { region: REGION, claimed: false, nearestAt: now - 5_000 },
    ],
    outbox: { results: 3, oldestWrittenAt: now - 7_000, oldestOwedAt: null, earliestTryAt: null },
  };
  watching.begin(anAgent(() => stock));
  const { text } = await watching.metrics();
  for (const line of [
    `action_desk_runs{region="${REGION}",state="working"} 2`,
    `action_desk_deadline_margin_seconds{region="${REGION}"} 90`,
    `action_desk_unclaimed_deadline_margin_seconds{region="${REGION}"} -5`,
    'action_desk_outbox_results 3',
    'action_desk_outbox_oldest_age_seconds 7',
    'action_desk_cells{mode="polling"} 1',
    'action_desk_slots 5',
    'action_desk_slots_used 2',
    'action_desk_calls_waiting 4',
    'action_desk_calls_under_way 3',
    `action_desk_throttled_calls_total{region="${REGION}"} 0`,
  ])
    expect(text.split('\n')).toContain(line);
  stock = noStock;
  const later = (await watching.metrics()).text;
  expect(later).not.toContain('state="working"');
  expect(later).not.toContain('deadline_margin_seconds{');
  expect(later).toContain('action_desk_outbox_results 0');
});

it('names every metric by the rules of Prometheus, with help and type', async () => {
  const { watching } = aWatching();
  const { text } = await watching.metrics();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]);
  expect(types.length).toBeGreaterThan(20);
  for (const [name = '', type = ''] of types) {
    expect(name).toMatch(/^(action_desk|process)_[a-z0-9_]+$/);
    expect([name, type === 'counter']).toEqual([name, name.endsWith('_total')]);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'));
  }
});

it('shows a ledger that fails until a write, or a probe of the disk, succeeds', async () => {
  let full = true;
  const { watching, clock } = aWatching(() =>
    full ? Promise.reject(new Error('ENOSPC')) : Promise.resolve(),
  );
  watching.begin(anAgent(() => noStock));
  const ledger = watching.ledger({
    note: () => Promise.reject(new ActionDeskError('internal', 'database or disk is full')),
  } as unknown as RunLedger);
  await expect(ledger.note(asRunId('run'), [])).rejects.toThrow();
  await clock.advance(2_000);
  expect(await watching.health()).toMatchObject({
    ...{ status: 'disk', httpStatus: 503 },
    causes: [{ code: 'ledger', sentence: 'The ledger cannot be used: database or disk is full' }],
  });
  full = false;
  expect(await watching.health()).toMatchObject({ status: 'ok', httpStatus: 200 });
});

it('takes the ledger for well again once a write succeeds, whatever the probe says', async () => {
  const { watching } = aWatching(() => Promise.reject(new Error('ENOSPC')));
  watching.begin(anAgent(() => noStock));
  let full = true;
  const ledger = watching.ledger({
    note: () => (full ? Promise.reject(new ActionDeskError('internal', 'disk is full')) : Promise.resolve()),
  } as unknown as RunLedger);
  await expect(ledger.note(asRunId('run'), [])).rejects.toThrow();
  expect(await watching.health()).toMatchObject({ status: 'disk' });
  full = false;
  await ledger.note(asRunId('run'), []);
  expect(await watching.health()).toMatchObject({ status: 'ok' });
});

it('probes the disk by a file that it takes away again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-probe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await tryDisk(folder);
  expect(await readdir(folder)).toEqual([]);
  await expect(tryDisk(join(folder, 'gone'))).rejects.toThrow('ENOENT');
});

it('remembers for how long the event loop stood still', async () => {
  const loop = watchLoop(20);
  onTestFinished(() => loop.end());
  expect(loop.longestStallMs()).toBeLessThan(150);
  const until = performance.now() + 250;
  while (performance.now() < until);
  expect(loop.longestStallMs()).toBeGreaterThan(200);
  await nextTurn();
  await nextTurn();
  expect(loop.longestStallMs()).toBeGreaterThan(200);
  expect(loop.takeDelayP99Seconds()).toBeGreaterThanOrEqual(0);
});

it('shows a ledger that cannot be read, and none of it while it drains', async () => {
  const { watching } = aWatching();
  expect(await watching.health()).toMatchObject({ status: 'starting', httpStatus: 200 });
  watching.begin(
    anAgent(() => {
      throw new ActionDeskError('store-damaged', 'the file is no database');
    }),
  );
  expect(await watching.health()).toMatchObject({ status: 'disk', httpStatus: 503 });
  expect((await watching.metrics()).text).toContain('action_desk_slots 5');
  watching.drain();
  const { status, httpStatus, causes } = await watching.health();
  expect([status, httpStatus, causes.map(({ code }) => code)]).toEqual(['draining', 200, ['draining']]);
});

it.each([
  ['/metrics', {}, 200],
  ['/health', {}, 200],
  ['/health?verbose', { method: 'HEAD' }, 200],
  ['/', {}, 404],
  ['/metrics/', {}, 404],
  ['/metrics', { method: 'POST' }, 405],
  ['/health', { method: 'DELETE' }, 405],
  ['/metrics', { host: 'localhost:9464' }, 200],
  ['/metrics', { host: '[::1]:9464' }, 200],
  ['/metrics', { host: 'rebound.example.com' }, 403],
  ['/health', { host: '127.0.0.1.example.com:9464' }, 403],
])('answers %s %o with %i', async (path, options, status) => {
  const { ask } = await served();
  expect(await ask(path, options)).toBe(status);
});

it('answers the 503 of its health as a status', async () => {
  const { ask, clock } = await served();
  await clock.advance(61_000);
  expect(await ask('/health')).toBe(503);
});

it('says in one sentence that a port is taken', async () => {
  const { server } = await served();
  const { watching } = aWatching();
  const port = Number(new URL(server.url).port);
  await expect(openWatchingServer({ host: '127.0.0.1', port, watching, log: SILENT })).rejects.toMatchObject({
    code: 'invalid-input',
    message: `--metrics: cannot listen on 127.0.0.1:${port}: another program listens there`,
  });
});
