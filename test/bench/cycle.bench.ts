import {
  AcknowledgeThirdPartyJobCommand,
  CodePipelineClient,
  GetThirdPartyJobDetailsCommand,
  PollForThirdPartyJobsCommand,
  PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import PQueue from 'p-queue';
import { openDesk, withFolder } from '#test/support/desk.ts';
import { actionTypes, contoso } from '#test/support/simulator.ts';
import { boto3Version, startBoto3Worker } from './boto3.ts';
import { openBenchWorld, percentile, printTable, type BenchWorld } from './bench-world.ts';

/*
 * Whole job cycles a second: poll, details, acknowledge, backend start, final result. The agent with its durable ledger,
 * beside a bare loop over the SDK and the same worker in Python with boto3, which make the same calls with the same number
 * at once and keep nothing.
 */
const JOBS = Number(process.env['BENCH_JOBS'] ?? 1500);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const AT_ONCE = (process.env['BENCH_AT_ONCE'] ?? '1,20,200').split(',').map(Number);
const LARGEST_BATCH = 50;

/** One measurement: this many jobs, so many of them at once. */
interface Load {
  jobs: number;
  atOnce: number;
}

async function fill(world: BenchWorld, jobs: number): Promise<void> {
  await world.control('POST', 'reset', { scenario: 'bare' });
  for (let made = 0; made < jobs; made += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, jobs - made) }, () =>
        world.control('POST', 'jobs', {
          region: 'us-east-1',
          actionTypeId: actionTypes.thirdParty,
          clientId: contoso.clientId,
          configuration: { TestPlan: 'bench', DurationSeconds: '0' },
        }),
      ),
    );
  }
}

async function checkAllDone(world: BenchWorld, jobs: number): Promise<void> {
  const { chains } = (await world.control('GET', 'ledger')) as { chains: { final: string | null }[] };
  const done = chains.filter((chain) => chain.final === 'succeeded').length;
  if (done !== jobs) throw new Error(`only ${done} of ${jobs} jobs succeeded`);
}

/** What one measurement took: by the clock, and of a processor. */
interface Took {
  seconds: number;
  cpuSeconds: number;
}

/** Begins a measurement of this process; the answer ends it. */
function watchThisProcess(): () => Took {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

async function bareLoop(world: BenchWorld, { jobs: wanted, atOnce }: Load): Promise<Took> {
  const client = new CodePipelineClient({
    region: 'us-east-1',
    endpoint: world.endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' },
    requestHandler: { httpAgent: { maxSockets: Math.max(50, atOnce), keepAlive: true } },
  });
  const queue = new PQueue({ concurrency: atOnce });
  const clientToken = contoso.clientToken;
  let done = 0;
  const taken = watchThisProcess();
  const one = async (jobId: string): Promise<void> => {
    const { jobDetails } = await client.send(new GetThirdPartyJobDetailsCommand({ jobId, clientToken }));
    await client.send(new AcknowledgeThirdPartyJobCommand({ jobId, clientToken, nonce: jobDetails?.nonce }));
    const answer = await fetch(`${world.endpoint}/_backend/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': jobId },
      body: JSON.stringify({
        runId: jobId,
        attempt: 1,
        region: 'us-east-1',
        configuration: jobDetails?.data?.actionConfiguration?.configuration,
      }),
    });
    const { externalExecutionId } = (await answer.json()) as { externalExecutionId: string };
    await client.send(
      new PutThirdPartyJobSuccessResultCommand({
        jobId,
        clientToken,
        executionDetails: { externalExecutionId, percentComplete: 100 },
      }),
    );
    done += 1;
  };
  while (done < wanted) {
    const free = atOnce - queue.pending - queue.size;
    if (free <= 0) {
      await new Promise<void>((resolve) => queue.addEventListener('next', () => resolve(), { once: true }));
      continue;
    }
    const { jobs = [] } = await client.send(
      new PollForThirdPartyJobsCommand({
        actionTypeId: actionTypes.thirdParty,
        maxBatchSize: Math.min(LARGEST_BATCH, free),
      }),
    );
    if (jobs.length === 0) await queue.onIdle();
    for (const job of jobs) void queue.add(() => one(job.jobId ?? ''));
  }
  const took = taken();
  client.destroy();
  return took;
}

async function agent(world: BenchWorld, { jobs, atOnce }: Load): Promise<Took> {
  return withFolder(async (folder) => {
    let done = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const taken = watchThisProcess();
    const desk = await openDesk(world.endpoint, folder, {
      settings: {
        regions: ['us-east-1'],
        pollSeconds: 1,
        maxConcurrentRuns: atOnce,
        actionTypes: [
          {
            ...actionTypes.thirdParty,
            jobTimeoutSeconds: 3600,
            secretConfigurationKeys: ['ApiKey'],
            processor: {
              kind: 'http',
              startUrl: `${world.endpoint}/_backend/runs`,
              statusUrl: `${world.endpoint}/_backend/runs/{ExternalExecutionId}`,
              passArtifactCredentials: false,
              backendGraceSeconds: 60,
            },
          },
        ],
      },
      log: (_level, event, fields) => {
        if (event === 'run-state' && fields?.['state'] === 'succeeded' && ++done === jobs) finish();
      },
    });
    await finished;
    const took = taken();
    await desk.close();
    return took;
  });
}

function boto3(world: BenchWorld, { jobs, atOnce }: Load): Promise<Took> {
  return startBoto3Worker(world.endpoint, { threads: atOnce, jobs }).ended;
}

const world = await openBenchWorld();
const peers = { agent, bare: bareLoop, boto3 };
type Peer = keyof typeof peers;
const python = await boto3Version();
const wanted = (process.env['BENCH_ONLY']?.split(',') ?? ['bare', 'agent', 'boto3']) as Peer[];
const chosen = wanted.filter((name) => name !== 'boto3' || python !== null);
for (const atOnce of AT_ONCE) {
  // One at a time is slower by far; fewer jobs say the same.
  const load = { jobs: Math.min(JOBS, Math.max(300, 75 * atOnce)), atOnce };
  const took: Record<Peer, Took[]> = { agent: [], bare: [], boto3: [] };
  // The first round warms all up and is not counted; the order changes so that none always goes first.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of round % 2 === 0 ? chosen : [...chosen].reverse()) {
      await fill(world, load.jobs);
      const measured = await peers[name](world, load);
      await checkAllDone(world, load.jobs);
      if (round > 0) took[name].push(measured);
    }
  }
  const rates = (each: Took[]): number[] => each.map(({ seconds }) => load.jobs / seconds);
  const median = (values: number[]): number => percentile(values, 0.5);
  const row = (name: string, each: Took[]) =>
    each.length === 0
      ? [name, 'not run', '', '', '', '']
      : [
          name,
          median(rates(each)).toFixed(0),
          Math.min(...rates(each)).toFixed(0),
          Math.max(...rates(each)).toFixed(0),
          (median(rates(each)) / median(rates(took.bare))).toFixed(2),
          median(each.map(({ cpuSeconds }) => (cpuSeconds * 1000) / load.jobs)).toFixed(2),
        ];
  printTable(
    `cycle: whole job cycles a second (${load.jobs} jobs, ${atOnce} at once, ${ROUNDS} rounds each)`,
    [
      ['', 'median', 'min', 'max', 'of the bare loop', 'CPU ms a job'],
      row('agent with durable ledger', took.agent),
      row('bare SDK loop', took.bare),
      row(
        python === null ? 'boto3 worker (no python3 with boto3 here)' : `boto3 ${python} worker`,
        took.boto3,
      ),
    ],
  );
}
await world.close();
