import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAgentRuntime } from '#main/compose/agent-runtime.ts';
import { readPracticeScenario } from '#main/compose/practice-scenario.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { Secret } from '#shared/domain/secret.ts';
import { openBenchWorld, percentile, printTable, type BenchWorld } from './bench-world.ts';
import { fillLedger } from './filled-ledger.ts';
import { watchOwnBlocking } from './own-blocking.ts';

/*
 * 20 regions × 5 action types polled at once, 2,000 runs in flight, 100,000 runs in the ledger: whether queues grow, what
 * the event loop is blocked for, and what the process needs. Each run is a chain: its work outlives the measurement.
 */
const RUNS = Number(process.env['BENCH_RUNS'] ?? 2_000);
const LEDGER = Number(process.env['BENCH_LEDGER'] ?? 100_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 120);
const POLL_SECONDS = Number(process.env['BENCH_POLL_SECONDS'] ?? 10);
const CONTINUE_AFTER = 30;
const SAMPLE_MS = 10_000;

async function order(world: BenchWorld, regions: readonly string[], types: readonly object[]): Promise<void> {
  const clientId = '3f0c6a52-9d1e-4c7b-8a40-51e7d2b6f901';
  for (let made = 0; made < RUNS; made += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, RUNS - made) }, (_, at) => {
        const type = types[(made + at) % types.length] as { owner: string };
        return world.control('POST', 'jobs', {
          region: regions[Math.floor((made + at) / types.length) % regions.length],
          actionTypeId: type,
          ...(type.owner === 'ThirdParty' ? { clientId } : {}),
          configuration: { TestPlan: 'bench', DurationSeconds: '100000' },
        });
      }),
    );
  }
}

const world = await openBenchWorld();
const folder = await mkdtemp(join(tmpdir(), 'action-desk-bench-'));
try {
  await world.control('POST', 'reset', {
    scenario: 'busy-vendor',
    flow: false,
    continueAfterSeconds: CONTINUE_AFTER,
    redeliverAfterSeconds: 30,
  });
  const scenario = await readPracticeScenario(world.endpoint);
  const types = scenario.actionTypes.map(({ category, owner, provider, version }) => ({
    ...{ category, owner, provider, version },
  }));
  const workTypes = types.filter((_type, at) => scenario.actionTypes[at]?.processor.kind === 'http');
  await fillLedger(folder, LEDGER);
  await order(world, scenario.regions, workTypes);

  const states = new Map<string, string>();
  let reports = 0;
  const blocking = watchOwnBlocking();
  const startedAt = performance.now();
  const runtime = await startAgentRuntime({
    ...{ environment: 'bench', practice: false, simulatorEndpoint: null, dataDir: folder },
    tokenKeeping: { kept: false, sentence: 'A benchmark.' },
    key: createSessionKey(),
    access: {
      credentials: { kind: 'static', accessKeyId: 'AKIDTEST', secretAccessKey: new Secret('test') },
      codepipelineEndpoint: world.endpoint,
      s3Endpoint: world.endpoint,
      callTimeoutMs: 15_000,
    },
    settings: {
      regions: scenario.regions,
      pollSeconds: POLL_SECONDS,
      maxConcurrentRuns: 50,
      actionTypes: scenario.actionTypes,
    },
    log: (_level, event, fields) => {
      if (event !== 'run-state') return;
      const { runId, state } = fields as { runId: string; state: string };
      if (state === 'reporting') reports += 1;
      states.set(runId, state);
    },
    prepare: async ({ addClient }) => {
      for (const { clientId, label, clientToken } of scenario.clients)
        await addClient({ clientId, label, token: clientToken });
    },
  });
  const startMs = performance.now() - startedAt;
  const atStart = blocking.take();

  const rows = [
    [
      'second',
      'in flight',
      'results/s',
      'polls/min',
      'poll p50 ms',
      'late p99 ms',
      'late max ms',
      'own max ms',
      'gc max ms',
      'heap MB',
      'rss MB',
      'cpu %',
    ],
  ];
  const polls = (): number => runtime.cells().reduce((sum, cell) => sum + cell.pollCount, 0);
  const begun = performance.now();
  const maxima: number[] = [];
  let before = { polls: polls(), reports, cpu: process.cpuUsage() };
  while (performance.now() - begun < SECONDS * 1000) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    const cpu = process.cpuUsage(before.cpu);
    const counts = [...states.values()];
    const inFlight = counts.filter((state) =>
      ['working', 'reporting', 'between-jobs'].includes(state),
    ).length;
    const memory = process.memoryUsage();
    const blocked = blocking.take();
    maxima.push(blocked.ownMs);
    rows.push([
      ((performance.now() - begun) / 1000).toFixed(0),
      `${inFlight}`,
      ((reports - before.reports) / (SAMPLE_MS / 1000)).toFixed(1),
      ((polls() - before.polls) * (60_000 / SAMPLE_MS)).toFixed(0),
      percentile(
        runtime.cells().map((cell) => cell.lastPollMs ?? 0),
        0.5,
      ).toFixed(0),
      blocked.lateP99Ms.toFixed(1),
      blocked.lateMs.toFixed(1),
      blocked.ownMs.toFixed(1),
      blocked.gcMs.toFixed(1),
      (memory.heapUsed / 2 ** 20).toFixed(0),
      (memory.rss / 2 ** 20).toFixed(0),
      (((cpu.user + cpu.system) / 1000 / SAMPLE_MS) * 100).toFixed(0),
    ]);
    before = { polls: polls(), reports, cpu: process.cpuUsage() };
  }
  printTable(
    `many at once: ${scenario.regions.length} regions × ${types.length} action types, ${RUNS} runs, ${LEDGER} in the ledger, polling every ${POLL_SECONDS} s`,
    rows,
  );
  process.stdout.write(
    `start ${startMs.toFixed(0)} ms, the loop blocked by the agent's own work for ${atStart.ownMs.toFixed(0)} ms at most meanwhile; ` +
      `while running ${percentile(maxima, 1).toFixed(0)} ms at most (median of the samples ${percentile(maxima, 0.5).toFixed(0)} ms). ` +
      "Lateness beyond that is other programs' share of the processors.\n",
  );
  blocking.end();
  await runtime.close(20_000);
} finally {
  await world.close();
  await rm(folder, { recursive: true, force: true });
}
