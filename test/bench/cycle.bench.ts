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
import { openBenchWorld, percentile, printTable, type BenchWorld } from './bench-world.ts';

/*
 * Whole job cycles a second: poll, details, acknowledge, backend start, final result. The agent with its durable ledger,
 * beside a bare loop over the SDK that makes the same calls with the same number at once and keeps nothing.
 */
const JOBS = Number(process.env['BENCH_JOBS'] ?? 1500);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const AT_ONCE = 20;
const BATCH = 20;

async function fill(world: BenchWorld): Promise<void> {
  await world.control('POST', 'reset', { scenario: 'bare' });
  for (let made = 0; made < JOBS; made += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, JOBS - made) }, () =>
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

async function checkAllDone(world: BenchWorld): Promise<void> {
  const { chains } = (await world.control('GET', 'ledger')) as { chains: { final: string | null }[] };
  const done = chains.filter((chain) => chain.final === 'succeeded').length;
  if (done !== JOBS) throw new Error(`only ${done} of ${JOBS} jobs succeeded`);
}

/** Job cycles a second of the bare loop. */
async function bareLoop(world: BenchWorld): Promise<number> {
  const client = new CodePipelineClient({
    region: 'us-east-1',
    endpoint: world.endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' },
    requestHandler: { httpAgent: { maxSockets: 50, keepAlive: true } },
  });
  const queue = new PQueue({ concurrency: AT_ONCE });
  const clientToken = contoso.clientToken;
  let done = 0;
  const started = performance.now();
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
  while (done < JOBS) {
    const free = AT_ONCE - queue.pending - queue.size;
    if (free <= 0) {
      await new Promise<void>((resolve) => queue.addEventListener('next', () => resolve(), { once: true }));
      continue;
    }
    const { jobs = [] } = await client.send(
      new PollForThirdPartyJobsCommand({
        actionTypeId: actionTypes.thirdParty,
        maxBatchSize: Math.min(BATCH, free),
      }),
    );
    if (jobs.length === 0) await queue.onIdle();
    for (const job of jobs) void queue.add(() => one(job.jobId ?? ''));
  }
  const seconds = (performance.now() - started) / 1000;
  client.destroy();
  await checkAllDone(world);
  return JOBS / seconds;
}

/** Job cycles a second of the agent. */
async function agent(world: BenchWorld): Promise<number> {
  return withFolder(async (folder) => {
    let done = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const started = performance.now();
    const desk = await openDesk(world.endpoint, folder, {
      settings: {
        regions: ['us-east-1'],
        pollSeconds: 1,
        maxConcurrentRuns: AT_ONCE,
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
        if (event === 'run-state' && fields?.['state'] === 'succeeded' && ++done === JOBS) finish();
      },
    });
    await finished;
    const seconds = (performance.now() - started) / 1000;
    await desk.close();
    await checkAllDone(world);
    return JOBS / seconds;
  });
}

const world = await openBenchWorld();
const rates: { agent: number[]; bare: number[] } = { agent: [], bare: [] };
// The first round warms both up and is not counted; the order changes so that neither always goes first.
for (let round = 0; round <= ROUNDS; round += 1) {
  const order = round % 2 === 0 ? (['bare', 'agent'] as const) : (['agent', 'bare'] as const);
  for (const which of order.filter(
    (name) => !process.env['BENCH_ONLY'] || process.env['BENCH_ONLY'] === name,
  )) {
    await fill(world);
    const rate = which === 'agent' ? await agent(world) : await bareLoop(world);
    if (round > 0) rates[which].push(rate);
  }
}
await world.close();

const median = (values: number[]): number => percentile(values, 0.5);
const row = (name: string, values: number[]) => [
  name,
  median(values).toFixed(0),
  Math.min(...values).toFixed(0),
  Math.max(...values).toFixed(0),
  (median(values) / median(rates.bare)).toFixed(2),
];
printTable(`cycle: whole job cycles a second (${JOBS} jobs, ${AT_ONCE} at once, ${ROUNDS} rounds each)`, [
  ['', 'median', 'min', 'max', 'of the bare loop'],
  row('agent with durable ledger', rates.agent),
  row('bare SDK loop', rates.bare),
]);
