import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { launchDesk } from '#test/support/launch-desk.ts';
import { storeVendorEnvironment, vendorCredentials } from '#test/e2e/vendor-environment.ts';
import { printTable } from './bench-world.ts';
import { longestFrame } from './console-page.ts';
import { LARGE_PIPELINE, openLargePipelineServer } from './large-pipeline-server.ts';

/*
 * The graph of a pipeline with 50 stages of 50 actions in the real application: until it is painted, and the frames while it is
 * scrolled from one end to the other and back, sideways and down, beside the same scrolling over plain boxes. Frames are as long as
 * the machine's other work makes them: the processor time of the window's tasks is what is the graph's own.
 */
const STAGES = 50;
const ACTIONS = 50;
const SCROLL_SECONDS = 8;

/** Scrolls an element back and forth in both directions while `seconds` pass, a step a frame. */
const scrolling = (selector: string, seconds: number): string => `(async () => {
  const box = document.querySelector(${JSON.stringify(selector)});
  const end = performance.now() + ${seconds * 1000};
  const reach = box.scrollWidth - box.clientWidth;
  const depth = box.scrollHeight - box.clientHeight;
  for (let from = performance.now(); performance.now() < end; ) {
    const turn = ((performance.now() - from) % 4000) / 2000;
    const part = turn < 1 ? turn : 2 - turn;
    box.scrollLeft = part * reach;
    box.scrollTop = part * depth;
    await new Promise((next) => requestAnimationFrame(next));
  }
  return { reach, depth };
})()`;

const PLAIN_BOXES = `(() => {
  const box = document.createElement('div');
  box.id = 'plain-boxes';
  box.style.cssText = 'overflow: auto; display: flex; position: relative; height: 600px;';
  for (let stage = 0; stage < ${STAGES}; stage += 1) {
    const column = document.createElement('div');
    column.style.cssText = 'flex: none; width: 290px;';
    for (let action = 0; action < ${ACTIONS}; action += 1) {
      const card = document.createElement('div');
      card.style.cssText = 'height: 56px; border: 1px solid gray;';
      card.textContent = 'Action ' + action;
      column.append(card);
    }
    box.append(column);
  }
  document.body.replaceChildren(box);
})()`;

interface Frames {
  longest: number;
  p99: number;
  longTasks: number;
  longestTask: number;
}

/** Of the window's main thread, in milliseconds of processor time. */
interface Work {
  longestTaskMs: number;
  over50: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

/** Records the tasks of all threads until `end`, which answers those of the window's main thread. */
async function traceWork(app: ElectronApplication, file: string): Promise<{ end(): Promise<Work> }> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel', 'devtools.timeline'] }),
  );
  return {
    async end() {
      await app.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file);
      const { traceEvents } = JSON.parse(await readFile(file, 'utf8')) as { traceEvents: TraceEvent[] };
      const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
      const mains = new Set(
        traceEvents
          .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
          .map(threadOf),
      );
      const tasks = traceEvents
        .filter((one) => one.ph === 'X' && one.name.endsWith('RunTask') && mains.has(threadOf(one)))
        .map(({ tdur = 0 }) => tdur / 1000);
      return {
        longestTaskMs: tasks.reduce((most, task) => Math.max(most, task), 0),
        over50: tasks.filter((task) => task > 50).length,
      };
    },
  };
}

const userData = await mkdtemp(join(tmpdir(), 'action-desk-graph-'));
const server = await openLargePipelineServer(STAGES, ACTIONS);
await storeVendorEnvironment(userData, server.endpoint, 'manual');
const desk = await launchDesk({ userData, env: vendorCredentials, args: ['--password-store=basic'] });
try {
  const { page } = desk;
  await page.locator('[data-testid="nav-pipelines"]').waitFor();
  const begun = performance.now();
  await page.evaluate(`location.hash = '#/pipelines/us-east-1/${LARGE_PIPELINE}'`);
  await page.locator('[data-testid="pipeline-graph"]').getByText('Action01').first().waitFor();
  const paintedMs = performance.now() - begun;
  const scrolled = (selector: string): Promise<Frames> =>
    Promise.all([
      page.evaluate<Frames>(longestFrame(SCROLL_SECONDS)),
      page.evaluate(scrolling(selector, SCROLL_SECONDS)),
    ]).then(([found]) => found);
  // Once for the frames and once for the tasks: writing down the tasks makes frames long.
  const frames = async (selector: string): Promise<Frames & Work> => {
    const found = await scrolled(selector);
    const work = await traceWork(desk.app, join(userData, 'trace.json'));
    await scrolled(selector);
    return { ...found, ...(await work.end()) };
  };
  const graph = await frames(
    '[data-testid="pipeline-graph"] .ad-graph-scroller, [data-testid="pipeline-graph"]',
  );
  await page.evaluate(PLAIN_BOXES);
  const plain = await frames('#plain-boxes');
  const row = (name: string, { longest, p99, longTasks, longestTaskMs, over50 }: Frames & Work): string[] => [
    name,
    longest.toFixed(0),
    p99.toFixed(0),
    String(longTasks),
    longestTaskMs.toFixed(0),
    String(over50),
  ];
  printTable(
    `pipeline graph: ${STAGES} stages × ${ACTIONS} actions, drawn after ${paintedMs.toFixed(0)} ms`,
    [
      [
        ...['scrolled both ways', 'longest frame ms', 'p99 ms', 'tasks over 50 ms'],
        ...['longest task, CPU ms', 'over 50 CPU ms'],
      ],
      row('graph', graph),
      row('plain boxes', plain),
      ['aim', '50', '', '0', '50', '0'],
    ],
  );
} finally {
  await desk.close();
  server.close();
  await rm(userData, { recursive: true, force: true });
}
