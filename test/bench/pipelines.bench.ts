import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCodePipelineClients } from '#main/aws/clients.ts';
import { createPipelineReader } from '#main/aws/pipelines.ts';
import { createPipelineGlances } from '#main/compose/pipeline-glances.ts';
import { createPipelineLists } from '#main/compose/pipeline-lists.ts';
import { compareWithOutcome, predict } from '#main/pipelines/what-if/predict.ts';
import { EXECUTION_MODES } from '#shared/domain/pipeline.ts';
import { Secret } from '#shared/domain/secret.ts';
import { printTable } from './bench-world.ts';
import { aLargeSnapshot } from './large-pipeline.ts';

/*
 * What a list of 1,000 pipelines costs in calls and time over a line with 50 ms of answer time, and how long a what-if holds up
 * the main process on the largest pipeline that CodePipeline allows (50 stages of 50 actions, 50 executions, each in a stage of
 * its own). The server answers ListPipelines and GetPipelineState only: the simulator's limits are not what is measured.
 */
const PIPELINES = 1_000;
const ON_SCREEN = 25;
const ANSWER_MS = 50;
const ROUNDS = 15;

const listed = Array.from({ length: PIPELINES }, (_, at) => ({
  ...{ name: `pipeline-${at}`, version: 1, pipelineType: 'V2', executionMode: 'QUEUED' },
  ...{ created: 1, updated: 1 },
}));
const state = {
  stageStates: Array.from({ length: 6 }, (_, at) => ({
    ...{ stageName: `Stage${at}`, actionStates: [], inboundTransitionState: { enabled: true } },
    latestExecution: { pipelineExecutionId: `e${at}`, status: 'Succeeded' },
  })),
};

async function listOfThousand(): Promise<string[][]> {
  const calls: Record<string, number> = {};
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    calls[operation] = (calls[operation] ?? 0) + 1;
    request.resume();
    setTimeout(() => {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(operation === 'ListPipelines' ? { pipelines: listed } : state));
    }, ANSWER_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clients = createCodePipelineClients({
    credentials: { kind: 'static', accessKeyId: 'AKIABENCH', secretAccessKey: new Secret('bench') },
    codepipelineEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callTimeoutMs: 10_000,
  });
  const reader = createPipelineReader(clients, () => false);
  const call = <T>(_region: string, send: () => Promise<T>): Promise<T> => send();
  const clock = { now: () => 0, monotonicMs: () => performance.now() };
  const begun = performance.now();
  const [region] = await createPipelineLists(['us-east-1'], reader, call, () => 0).read(false);
  const rowsMs = performance.now() - begun;
  const refs = (region?.pipelines ?? []).map(({ name }) => ({ region: 'us-east-1', name }));
  const glances = createPipelineGlances(reader, call, clock, { ours: () => null, mode: () => null });
  await glances.look(refs.slice(0, ON_SCREEN), new AbortController().signal);
  const screenMs = performance.now() - begun;
  clients.close();
  server.close();
  server.closeAllConnections();
  return [
    ['rows', String(refs.length)],
    ['ListPipelines', String(calls['ListPipelines'])],
    [`GetPipelineState (${ON_SCREEN} rows on the screen)`, String(calls['GetPipelineState'])],
    ['first row after', `${rowsMs.toFixed(0)} ms`],
    ['screen filled after', `${screenMs.toFixed(0)} ms`],
  ];
}

function quickestOf(work: () => void): { bestMs: number; medianMs: number; cpuMs: number } {
  const times = Array.from({ length: ROUNDS }, () => {
    const cpu = process.cpuUsage();
    const begun = performance.now();
    work();
    const ms = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    return { ms, cpu: (user + system) / 1000 };
  }).sort((a, b) => a.ms - b.ms);
  return {
    bestMs: times[0]?.ms ?? 0,
    medianMs: times[Math.floor(ROUNDS / 2)]?.ms ?? 0,
    cpuMs: times.map(({ cpu }) => cpu).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0,
  };
}

function whatIf(): string[][] {
  return EXECUTION_MODES.flatMap((mode) => {
    const large = aLargeSnapshot(mode, 50, 50, 50);
    const first = large.executions[0]?.executionId ?? '';
    const stop = { kind: 'stop', executionId: first, abandon: true } as const;
    // Every reading is a new one: nothing of the last may be remembered.
    const read = () => ({ ...large });
    const predicted = predict(large, stop, 0);
    const row = (what: string, { bestMs, medianMs, cpuMs }: ReturnType<typeof quickestOf>): string[] => [
      ...[mode, what, String(large.actions.length)],
      ...[bestMs, medianMs, cpuMs].map((ms) => ms.toFixed(0)),
    ];
    return [
      row(
        'predict',
        quickestOf(() => predict(read(), stop, 0)),
      ),
      row(
        'compare',
        quickestOf(() => compareWithOutcome(predicted, read(), read())),
      ),
    ];
  });
}

printTable('A list of a thousand pipelines', await listOfThousand());
printTable('A what-if on the largest pipeline', [
  ['mode', 'part', 'action executions', 'best ms', 'median ms', 'median CPU ms'],
  ...whatIf(),
]);
