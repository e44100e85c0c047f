import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  AcknowledgeThirdPartyJobCommand,
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineStateCommand,
  GetThirdPartyJobDetailsCommand,
  PollForThirdPartyJobsCommand,
  PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import PQueue from 'p-queue';
import { projectFolder } from '#test/support/electron-path.ts';
import { actionTypes, contoso } from '#test/support/simulator.ts';
import { benchCredentials, benchPipeline } from './bench-pipeline.ts';
import { openBenchWorld, percentile, printTable } from './bench-world.ts';
import type { BenchWorld } from './bench-world.ts';
import { callsPerSecond, signedCall } from './signed-calls.ts';
import type { SignedCall } from './signed-calls.ts';

/*
 * Calls a second of the simulator (signature verified, input checked, world brought up to date), beside a bare
 * node:http server that sends the same signed request back unread. Aim: a call costs at most twice as much.
 */
const CALLS = Number(process.env['BENCH_CALLS'] ?? 4000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** Rounds that are made and not counted: both servers are to be measured as they run after a while. */
const WARM_UP = 6;
const { clientToken } = contoso;

interface Operation {
  readonly name: string;
  /** Makes the world ready, once. */
  readonly setUp?: (world: BenchWorld) => Promise<unknown>;
  /** The calls of one round. Some can be made only once, so each round asks anew. */
  readonly calls: (world: BenchWorld) => Promise<SignedCall[]>;
}

function repeated(call: SignedCall): SignedCall[] {
  return Array.from({ length: CALLS }, () => call);
}

async function jobs(world: BenchWorld, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let at = 0; at < count; at += 50) {
    const batch = Array.from({ length: Math.min(50, count - at) }, async () => {
      const order = { region: 'us-east-1', actionTypeId: actionTypes.thirdParty, clientId: contoso.clientId };
      const answer = await world.control('POST', 'jobs', { ...order, configuration: {} });
      return (answer as { jobId: string }).jobId;
    });
    made.push(...(await Promise.all(batch)));
  }
  return made;
}

function clientOf({ endpoint }: BenchWorld): CodePipelineClient {
  return new CodePipelineClient({ region: 'us-east-1', endpoint, credentials: benchCredentials });
}

async function claimed(world: BenchWorld, count: number): Promise<string[]> {
  const client = clientOf(world);
  const ids = await jobs(world, count);
  const claim = async (jobId: string): Promise<void> => {
    const { jobDetails } = await client.send(new GetThirdPartyJobDetailsCommand({ jobId, clientToken }));
    await client.send(new AcknowledgeThirdPartyJobCommand({ jobId, clientToken, nonce: jobDetails?.nonce }));
  };
  await new PQueue({ concurrency: 16 }).addAll(ids.map((jobId) => () => claim(jobId)));
  client.destroy();
  return ids;
}

const poll = (client: CodePipelineClient) =>
  client.send(new PollForThirdPartyJobsCommand({ actionTypeId: actionTypes.thirdParty, maxBatchSize: 10 }));

const operations: readonly Operation[] = [
  {
    name: 'poll, nothing to do',
    calls: async (world) => repeated(await signedCall(world.endpoint, benchCredentials, poll)),
  },
  {
    name: 'poll, 500 jobs in hand',
    setUp: (world) => claimed(world, 500),
    calls: async (world) => repeated(await signedCall(world.endpoint, benchCredentials, poll)),
  },
  {
    name: 'details',
    calls: async (world) => {
      const [jobId = ''] = await jobs(world, 1);
      const command = new GetThirdPartyJobDetailsCommand({ jobId, clientToken });
      return repeated(await signedCall(world.endpoint, benchCredentials, (client) => client.send(command)));
    },
  },
  {
    name: 'put, with a token',
    calls: async (world) => {
      const ids = await claimed(world, Math.min(CALLS, 3000));
      return Promise.all(
        ids.map((jobId) =>
          signedCall(world.endpoint, benchCredentials, (client) =>
            client.send(
              new PutThirdPartyJobSuccessResultCommand({
                jobId,
                clientToken,
                continuationToken: jobId.slice(0, 40),
                executionDetails: { externalExecutionId: '153245', percentComplete: 40, summary: 'at work' },
              }),
            ),
          ),
        ),
      );
    },
  },
  {
    name: 'GetPipelineState',
    setUp: async (world) => {
      const client = clientOf(world);
      await client.send(new CreatePipelineCommand({ pipeline: benchPipeline('bench') }));
      client.destroy();
    },
    calls: async (world) => {
      const command = new GetPipelineStateCommand({ name: 'bench' });
      return repeated(await signedCall(world.endpoint, benchCredentials, (client) => client.send(command)));
    },
  },
];

async function openEcho(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, ['test/bench/echo-server.ts'], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const echo = await openEcho();
const rows: string[][] = [['call', 'simulator/s', 'echo/s', 'cost ×', 'lowest', 'highest']];
try {
  for (const { name, setUp, calls } of operations) {
    const ours: number[] = [];
    const theirs: number[] = [];
    const world = await openBenchWorld();
    try {
      await setUp?.(world);
      for (let round = -WARM_UP; round < ROUNDS; round += 1) {
        const signed = await calls(world);
        const bare = await callsPerSecond(echo.endpoint, signed);
        const full = await callsPerSecond(world.endpoint, signed);
        if (round < 0) continue;
        theirs.push(bare);
        ours.push(full);
      }
    } finally {
      await world.close();
    }
    const costs = ours.map((rate, at) => (theirs[at] ?? Number.NaN) / rate);
    const middle = (values: number[]) => percentile(values, 0.5);
    rows.push([
      name,
      middle(ours).toFixed(0),
      middle(theirs).toFixed(0),
      middle(costs).toFixed(2),
      Math.min(...costs).toFixed(2),
      Math.max(...costs).toFixed(2),
    ]);
  }
} finally {
  await echo.close();
}
printTable(`simulator calls: ${CALLS} calls over 8 connections, ${ROUNDS} rounds (median)`, rows);
