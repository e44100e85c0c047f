import { openDesk, withFolder } from '#test/support/desk.ts';
import { actionTypes, contoso } from '#test/support/simulator.ts';
import { openBenchWorld, percentile, printTable } from './bench-world.ts';

/*
 * From a job's being available to its row in the ledger's run list, at a poll each second. Jobs come at times that are
 * spread evenly over the polling interval. The peer is the ideal: the same arrival times under a poll that takes no time.
 */
const JOBS = Number(process.env['BENCH_PICKUPS'] ?? 60);
const POLL_MS = 1000;

const world = await openBenchWorld();
const delays: number[] = [];
await withFolder(async (folder) => {
  const seen = new Map<string, number>();
  let notify: () => void = () => undefined;
  const desk = await openDesk(world.endpoint, folder, {
    settings: {
      regions: ['us-east-1'],
      pollSeconds: POLL_MS / 1000,
      maxConcurrentRuns: 20,
      actionTypes: [
        {
          ...actionTypes.thirdParty,
          jobTimeoutSeconds: 3600,
          secretConfigurationKeys: [],
          processor: { kind: 'manual' },
        },
      ],
    },
  });
  desk.runtime.subscribe((event) => {
    if (event.kind !== 'run-changed') return;
    void desk.runtime.getRun(event.runId).then(({ run }) => {
      if (!seen.has(run.currentJobId)) seen.set(run.currentJobId, performance.now());
      notify();
    });
  });
  for (let index = 0; index < JOBS; index += 1) {
    // A golden-ratio step visits the interval evenly without falling into step with the poll.
    await new Promise((resolve) => setTimeout(resolve, POLL_MS * (0.2 + ((index * 0.618034) % 1))));
    const available = performance.now();
    const { jobId } = (await world.control('POST', 'jobs', {
      region: 'us-east-1',
      actionTypeId: actionTypes.thirdParty,
      clientId: contoso.clientId,
      configuration: { TestPlan: 'bench' },
    })) as { jobId: string };
    while (!seen.has(jobId)) await new Promise<void>((resolve) => (notify = resolve));
    delays.push((seen.get(jobId) ?? 0) - available);
  }
  await desk.close();
});
await world.close();

// A poll that takes no time finds a job after a wait that is spread evenly over the interval.
const ideal = Array.from({ length: 1000 }, (_unused, index) => ((index + 0.5) / 1000) * POLL_MS);
const row = (name: string, values: number[]) => [
  name,
  ...[0.5, 0.9, 0.99].map((share) => (percentile(values, share) / 1000).toFixed(2)),
];
printTable(`pickup: seconds from job available to row, a poll each second (${JOBS} jobs)`, [
  ['', 'p50', 'p90', 'p99'],
  row('agent', delays),
  row('ideal poll', ideal),
  ['aim', '0.60', '', '1.20'],
]);
