import { readFile } from 'node:fs/promises';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import PQueue from 'p-queue';
import { benchCredentials, benchPipeline } from './bench-pipeline.ts';
import { openBenchWorld, percentile, printTable } from './bench-world.ts';
import type { BenchWorld } from './bench-world.ts';

/*
 * A world with a long history, made call by call through the SDK: what a look at a pipeline takes in it, beside
 * the same look in a world with one pipeline in the same run, and what an execution costs in memory.
 */
const PIPELINES = Number(process.env['BENCH_PIPELINES'] ?? 1000);
const EXECUTIONS = Number(process.env['BENCH_EXECUTIONS'] ?? 50_000);
const LOOKS = 400;

function clientOf(world: BenchWorld): CodePipelineClient {
  return new CodePipelineClient({
    region: 'us-east-1',
    endpoint: world.endpoint,
    credentials: benchCredentials,
    maxAttempts: 1,
    requestHandler: { httpAgent: { maxSockets: 16, keepAlive: true } },
  });
}

async function fill(world: BenchWorld, client: CodePipelineClient): Promise<void> {
  const queue = new PQueue({ concurrency: 16 });
  const names = Array.from({ length: PIPELINES }, (_, at) => `pipeline-${at}`);
  await queue.addAll(
    names.map((name) => () => client.send(new CreatePipelineCommand({ pipeline: benchPipeline(name) }))),
  );
  for (let round = 1; round < EXECUTIONS / PIPELINES; round += 1) {
    await world.control('POST', 'clock', { advanceSeconds: 60 });
    await queue.addAll(names.map((name) => () => client.send(new StartPipelineExecutionCommand({ name }))));
  }
  await world.control('POST', 'clock', { advanceSeconds: 60 });
}

/** Milliseconds of each call, one after the other, over the pipelines in turn. */
async function timed(count: number, call: (name: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < LOOKS; at += 1) {
    const started = performance.now();
    await call(`pipeline-${at % count}`);
    times.push(performance.now() - started);
  }
  return times;
}

async function residentBytes({ pid }: BenchWorld): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}

const rows = [['look', 'small p50 ms', 'small p99', 'large p50', 'large p99']];
const [small, large] = [await openBenchWorld(), await openBenchWorld()];
const [few, many] = [clientOf(small), clientOf(large)];
try {
  await few.send(new CreatePipelineCommand({ pipeline: benchPipeline('pipeline-0') }));
  await small.control('POST', 'clock', { advanceSeconds: 60 });
  const before = await residentBytes(large);
  const started = performance.now();
  await fill(large, many);
  const seconds = (performance.now() - started) / 1000;
  const looks: [string, (client: CodePipelineClient) => (name: string) => Promise<unknown>][] = [
    ['GetPipelineState', (client) => (name) => client.send(new GetPipelineStateCommand({ name }))],
    [
      'ListPipelineExecutions',
      (client) => (pipelineName) =>
        client.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 10 })),
    ],
  ];
  for (const [name, look] of looks) {
    await timed(1, look(few));
    await timed(PIPELINES, look(many));
    const [a, b] = [await timed(1, look(few)), await timed(PIPELINES, look(many))];
    rows.push([
      name,
      ...[a, b].flatMap((times) => [0.5, 0.99].map((share) => percentile(times, share).toFixed(2))),
    ]);
  }
  const bytes = ((await residentBytes(large)) - before) / EXECUTIONS;
  printTable(`${PIPELINES} pipelines, ${EXECUTIONS} executions, beside a world with one of each`, rows);
  process.stdout.write(
    `made in ${seconds.toFixed(1)} s; ${(bytes / 1024).toFixed(1)} KiB of resident memory an execution (zips of artifacts included)\n`,
  );
} finally {
  few.destroy();
  many.destroy();
  await Promise.all([small.close(), large.close()]);
}
