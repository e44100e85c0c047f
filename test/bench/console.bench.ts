import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '#main/store/open-store.ts';
import { launchDesk } from '#test/support/launch-desk.ts';
import { openSimulator } from '#test/support/simulator.ts';
import { storeVendorEnvironment, vendorCredentials } from '#test/e2e/vendor-environment.ts';
import { percentile, printTable } from './bench-world.ts';
import { longestFrame, PLAIN_TABLE, timeTo, type Painted } from './console-page.ts';
import { fillLedger } from './filled-ledger.ts';

/*
 * The runs page in the real application, over a ledger of 100,000 runs while 1,000 events a second arrive. A second connection
 * writes the rows (a thousand of the newest, over and over, and five new ones a second), and the main process is made to
 * announce them as its own batch does: 100 run ids each 100 ms. BENCH_MINUTES=10 watches the memory for as long.
 */
const RUNS = 100_000;
const EVENTS_A_SECOND = 1_000;
const TICK_MS = 100;
const TIMES = 15;
const ROWS_A_PAGE = 50;
const READING_SECONDS = 20;
const MINUTES = Number(process.env['BENCH_MINUTES'] ?? 1);

const userData = await mkdtemp(join(tmpdir(), 'action-desk-console-'));
const simulator = await openSimulator({ scenario: 'bare', now: Date.now });
await storeVendorEnvironment(userData, simulator.endpoint, 'manual');
const dataDir = join(userData, 'environments', 'vendor');
await mkdir(dataDir, { recursive: true });
await fillLedger(dataDir, RUNS);

const desk = await launchDesk({ userData, env: vendorCredentials, args: ['--password-store=basic'] });
const { app, page } = desk;
const rows = page.locator('[data-testid^="run-row-"]');
await rows.first().waitFor();
const painted = (expression: string): Promise<Painted> => page.evaluate<Painted>(expression);

/** Counts requests, answers and events that cross between the two processes. */
await app.evaluate(({ BrowserWindow, ipcMain }) => {
  const counted = { messages: 0 };
  Object.assign(globalThis, { counted });
  const pipe = 'action-desk:request';
  const gate = (ipcMain as unknown as { _invokeHandlers: Map<string, (...all: unknown[]) => unknown> })
    ._invokeHandlers;
  const answer = gate.get(pipe);
  if (!answer) throw new Error('the gate is not open');
  gate.set(pipe, (...all) => {
    counted.messages += 2;
    return answer(...all);
  });
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  if (!contents) throw new Error('there is no window');
  const send = contents.send.bind(contents);
  contents.send = (...all) => {
    counted.messages += 1;
    send(...all);
  };
});
const messages = (): Promise<number> =>
  app.evaluate(() => (globalThis as unknown as { counted: { messages: number } }).counted.messages);

const db = await openStore(dataDir);
const change = db.raw.prepare(
  'update runs set percent_complete = ?, message = ?, updated_at = ? where run_id = ?',
);
const add = db.raw
  .prepare(`insert into runs (run_id, region, protocol, action_type, processor_kind, pipeline_name, stage_name,
  action_name, state, held_by, attempt, external_execution_id, percent_complete, message, current_job_id, job_count,
  created_at, updated_at, finished_at) values (?, 'us-east-1', 'custom', 'Test/Custom/Northwind-LoadTest/1', 'http',
  'service-new', 'Verify', 'Load', 'succeeded', 'agent', 1, ?, 100, 'Done.', ?, 1, ?, ?, ?)`);
const addInputs = db.raw.prepare(
  "insert into run_inputs (run_id, configuration, input_artifacts, output_artifacts) values (?, '{}', '[]', '[]')",
);
let tick = 0;
const perTick = (EVENTS_A_SECOND * TICK_MS) / 1000;
const write = db.raw.transaction((at: number) => {
  const runIds = Array.from({ length: perTick }, (_one, n) => `old-${((tick * perTick + n) % 1000) + 1}`);
  for (const runId of runIds) change.run(tick % 101, `Step ${tick} of the work`, at, runId);
  if (tick % 2 === 0) {
    add.run(`new-${tick}`, `new-work-${tick}`, `new-job-${tick}`, at, at, at);
    addInputs.run(`new-${tick}`);
    runIds.push(`new-${tick}`);
  }
  return runIds;
});
let written = 0;
const writing = setInterval(() => {
  tick += 1;
  const runIds = write(Date.now());
  written += runIds.length;
  app
    .evaluate(
      ({ BrowserWindow }, ids) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('action-desk:event', 'runs:changed', {
          runIds: ids,
        }),
      runIds,
    )
    .catch(() => clearInterval(writing));
}, TICK_MS);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
await wait(2_000);

const opened: Painted[] = [];
const filtered: Painted[] = [];
const paged: Painted[] = [];
for (let time = 0; time < TIMES; time += 1) {
  await painted(timeTo('#/agent', `document.querySelector('[data-testid="agent-headline"]') !== null`));
  await wait(300);
  opened.push(await painted(timeTo('#/runs', 'rows().length > 0', ROWS_A_PAGE)));
  await wait(300);
  const filter = encodeURIComponent(JSON.stringify([['pipeline', '=', `service-${100 + time}`]]));
  const changed = '!isStale() && rows().length > 0 && rows().join() !== before';
  filtered.push(await painted(timeTo(`#/runs?f=${filter}`, changed, ROWS_A_PAGE)));
  await wait(300);
  paged.push(await painted(timeTo(`#/runs?f=${filter}&page=2`, changed, ROWS_A_PAGE)));
  await wait(300);
}

await painted(timeTo('#/runs', 'rows().length > 0'));
// Whoever reads moves the pointer now and then: the order on screen stands still all the while, and new runs push its rows off
// the newest page.
const read = await rows.nth(5).boundingBox();
let nudges = 0;
const nudge = async (): Promise<void> => {
  nudges += 1;
  if (read) await page.mouse.move(read.x + 20 + (nudges % 2), read.y + 10);
};
await nudge();
const reading = setInterval(() => void nudge(), 2_000);
const before = { messages: await messages(), written, at: performance.now() };
const frames = await page.evaluate<{ longest: number; p99: number; longTasks: number; longestTask: number }>(
  longestFrame(READING_SECONDS),
);
clearInterval(reading);
const seconds = (performance.now() - before.at) / 1000;
const rate = {
  messages: ((await messages()) - before.messages) / seconds,
  events: (written - before.written) / seconds,
};

/** The renderer's JavaScript heap after a collection, and its whole process, in MB. */
const session = await page.context().newCDPSession(page);
async function memory(): Promise<{ heap: number; process: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const process = await app.evaluate(({ app: running, BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    return running.getAppMetrics().find((one) => one.pid === pid)?.memory.workingSetSize ?? 0;
  });
  return { heap: usedSize / 2 ** 20, process: process / 1024 };
}
const kept = [await memory()];
for (let minute = 0; minute < MINUTES; minute += 1) {
  await wait(60_000);
  kept.push(await memory());
}
clearInterval(writing);

const plain: number[] = [];
const bare = await app.evaluate(async ({ BrowserWindow }) => {
  const from = performance.now();
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()));
  void window.loadURL('data:text/html,<p>empty</p>');
  await painted;
  const took = performance.now() - from;
  window.show();
  return { took, id: window.id };
});
for (let time = 0; time < TIMES; time += 1) {
  plain.push(
    await app.evaluate(
      ({ BrowserWindow }, { id, expression }) =>
        BrowserWindow.fromId(id)?.webContents.executeJavaScript(expression) as Promise<number>,
      { id: bare.id, expression: PLAIN_TABLE },
    ),
  );
}
await app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.destroy(), bare.id);

const first = (times: readonly Painted[]): number[] => times.map((one) => one.first);
const whole = (times: readonly Painted[]): number[] => times.map((one) => one.whole);
const ms = (value: number): string => value.toFixed(0);
const line = (name: string, values: readonly number[], aim: string): string[] => [
  ...[name, ms(percentile(values, 0.5)), ms(percentile(values, 0.95)), ms(Math.max(...values)), aim],
];
printTable(`console: ${RUNS} runs, ${ms(rate.events)} events a second; milliseconds to paint`, [
  ['', 'p50', 'p95', 'worst', 'aim'],
  line('first rows after opening the page', first(opened), '150'),
  line('  all 50 of them', whole(opened), ''),
  line('filter', first(filtered), '100'),
  line('  all 50 rows', whole(filtered), ''),
  line('page change', first(paged), '100'),
  line('  all 50 rows', whole(paged), ''),
  line('plain table of 50 rows (peer)', plain, ''),
  line('empty window, first paint (peer)', [bare.took], ''),
]);
printTable(`while reading, ${READING_SECONDS} s`, [
  ['', 'measured', 'aim'],
  ['longest frame, ms', ms(frames.longest), '50'],
  ['99th of 100 frames, ms', ms(frames.p99), ''],
  ['tasks over 50 ms', `${frames.longTasks} (longest ${ms(frames.longestTask)} ms)`, '0'],
  ['messages between the processes a second', ms(rate.messages), '60'],
]);
printTable('renderer memory, MB', [
  ['minute', 'heap', 'process'],
  ...kept.map(({ heap, process }, at) => [`${at}`, heap.toFixed(1), ms(process)]),
]);
db.close();
await desk.close();
await simulator.close();
await rm(userData, { recursive: true, force: true, maxRetries: 5 });
