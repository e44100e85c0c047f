import { CodePipelineClient, PollForThirdPartyJobsCommand } from '@aws-sdk/client-codepipeline';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { actionTypes, contoso } from '#test/support/simulator.ts';
import { openBenchWorld, percentile, printTable } from './bench-world.ts';
import { boto3Version, startBoto3Worker } from './boto3.ts';

/*
 * From a job's being available to its row in the ledger's run list, at a poll each second, while 1, 20 and 200 other runs
 * are in flight. Beside it, two loops that keep nothing and have nothing in flight: to the answer of the poll that brings
 * the job. The ideal is the same arrival under a poll that takes no time.
 */
const JOBS = Number(process.env['BENCH_PICKUPS'] ?? 60);
const IN_FLIGHT = (process.env['BENCH_IN_FLIGHT'] ?? '1,20,200').split(',').map(Number);
const POLL_MS = 1000;

const world = await openBenchWorld();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function order(seconds: number): Promise<string> {
  const { jobId } = (await world.control('POST', 'jobs', {
    region: 'us-east-1',
    actionTypeId: actionTypes.thirdParty,
    clientId: contoso.clientId,
    configuration: { TestPlan: 'bench', DurationSeconds: `${seconds}` },
  })) as { jobId: string };
  return jobId;
}

/** Puts jobs there at times that are spread evenly over the interval; answers the ms until `seen` had each of them. */
async function measure(seen: ReadonlyMap<string, number>): Promise<number[]> {
  const available = new Map<string, number>();
  for (let index = 0; index < JOBS; index += 1) {
    // A golden-ratio step visits the interval evenly without falling into step with the poll.
    await wait(POLL_MS * (0.2 + ((index * 0.618034) % 1) / 2));
    const at = performance.now();
    available.set(await order(100_000), at);
  }
  while ([...available.keys()].some((jobId) => !seen.has(jobId))) await wait(50);
  return [...available].map(([jobId, at]) => (seen.get(jobId) ?? Number.NaN) - at);
}

async function agent(inFlight: number): Promise<number[]> {
  await world.control('POST', 'reset', { scenario: 'bare', continueAfterSeconds: 30 });
  return withFolder(async (folder) => {
    const seen = new Map<string, number>();
    let begun = 0;
    let allBegun = (): void => undefined;
    const flying = new Promise<void>((resolve) => (allBegun = resolve));
    for (let made = 0; made < inFlight; made += 1) await order(100_000);
    const backend = `${world.endpoint}/_backend/runs`;
    const desk = await openDesk(world.endpoint, folder, {
      settings: {
        regions: ['us-east-1'],
        pollSeconds: POLL_MS / 1000,
        maxConcurrentRuns: Math.max(50, inFlight),
        actionTypes: [
          {
            ...actionTypes.thirdParty,
            jobTimeoutSeconds: 3600,
            secretConfigurationKeys: [],
            processor: {
              ...{ kind: 'http', startUrl: backend, statusUrl: `${backend}/{ExternalExecutionId}` },
              ...{ passArtifactCredentials: false, backendGraceSeconds: 60 },
            },
          },
        ],
      },
      log: (_level, event, fields) => {
        if (event === 'run-state' && fields?.['state'] === 'between-jobs' && ++begun === inFlight) allBegun();
      },
    });
    await flying;
    desk.runtime.subscribe((event) => {
      if (event.kind !== 'run-changed') return;
      void desk.runtime.getRun(event.runId).then(({ run }) => {
        if (!seen.has(run.currentJobId)) seen.set(run.currentJobId, performance.now());
      });
    });
    const delays = await measure(seen);
    await desk.close();
    return delays;
  });
}

async function bareLoop(): Promise<number[]> {
  await world.control('POST', 'reset', { scenario: 'bare', continueAfterSeconds: 30 });
  const client = new CodePipelineClient({
    ...{ region: 'us-east-1', endpoint: world.endpoint, maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' },
  });
  const seen = new Map<string, number>();
  const timer = setInterval(() => {
    const poll = { actionTypeId: actionTypes.thirdParty, maxBatchSize: 50 };
    void client.send(new PollForThirdPartyJobsCommand(poll)).then(({ jobs = [] }) => {
      for (const { jobId = '' } of jobs) if (!seen.has(jobId)) seen.set(jobId, performance.now());
    });
  }, POLL_MS);
  const delays = await measure(seen);
  clearInterval(timer);
  client.destroy();
  return delays;
}

async function boto3(): Promise<number[]> {
  await world.control('POST', 'reset', { scenario: 'bare', continueAfterSeconds: 30 });
  const seen = new Map<string, number>();
  const load = { threads: 20, jobs: JOBS + 1, pollSeconds: POLL_MS / 1000 };
  const worker = startBoto3Worker(world.endpoint, load);
  const first = new Promise<void>((resolve) => worker.onJob(() => resolve()));
  worker.onJob((jobId) => void seen.set(jobId, performance.now()));
  // Its start is not what is measured.
  await order(100_000);
  await first;
  const delays = await measure(seen);
  await worker.ended;
  return delays;
}

const python = await boto3Version();
const delays: [string, number[]][] = [];
for (const inFlight of IN_FLIGHT) delays.push([`agent, ${inFlight} in flight`, await agent(inFlight)]);
delays.push(['bare SDK loop', await bareLoop()]);
delays.push(
  python === null ? ['boto3 (no python3 with boto3 here)', []] : [`boto3 ${python} worker`, await boto3()],
);
await world.close();

// A poll that takes no time finds a job after a wait that is spread evenly over the interval.
delays.push([
  'ideal poll',
  Array.from({ length: 1000 }, (_unused, index) => ((index + 0.5) / 1000) * POLL_MS),
]);
printTable(`pickup: seconds from job available to row, a poll each second (${JOBS} jobs)`, [
  ['', 'p50', 'p90', 'p99'],
  ...delays.map(([name, values]) => [
    name,
    ...[0.5, 0.9, 0.99].map((share) =>
      values.length === 0 ? '' : (percentile(values, share) / 1000).toFixed(2),
    ),
  ]),
  ['aim', '0.60', '', '1.20'],
]);
