import { expect, it } from 'vitest';
import type { JobService, Processor, RunLedger } from '#main/agent/ports.ts';
import { observeJobs, observeProcessor } from '#main/watching/observe-calls.ts';
import { observeLedger } from '#main/watching/observe-ledger.ts';
import type { Sighting } from '#main/watching/sighting.ts';
import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { asJobId, asRunId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';
import {
  Activity,
  createManualClock,
  CUSTOM_TYPE,
  REGION,
  THIRD_PARTY_TYPE,
} from '#test/support/fake-ports.ts';

const clock = createManualClock(new Activity());
const JOB = { region: REGION, protocol: 'third-party', jobId: asJobId('job') } as const;
const CANARY = new Secret('canary-51');
const success: JobResult = {
  ...{ kind: 'success', externalExecutionId: '153245', summary: null, outputVariables: null },
};

function seen() {
  const sightings: Sighting[] = [];
  return { sightings, tell: (sighting: Sighting) => void sightings.push(sighting) };
}

const fails = (code: ErrorCode) => () => Promise.reject(new ActionDeskError(code, `it was ${code}`));

it('tells every call with the operation by AWS name, its duration and its outcome', async () => {
  const { sightings, tell } = seen();
  const service = observeJobs(
    {
      poll: async () => {
        await clock.advance(250);
        return [];
      },
      details: fails('throttled'),
      acknowledge: () => Promise.resolve('InProgress'),
      putResult: () => Promise.resolve(),
    },
    tell,
    clock,
  );
  const cell = { region: REGION, actionTypeId: CUSTOM_TYPE };
  expect(await service.poll(cell, 1, new AbortController().signal)).toEqual([]);
  await expect(service.details(JOB, CANARY)).rejects.toThrow('it was throttled');
  expect(await service.acknowledge(JOB, CANARY, CANARY)).toBe('InProgress');
  await service.putResult(JOB, success, CANARY);
  const call = { kind: 'call', region: REGION, outcome: 'ok', seconds: 0 };
  expect(sightings).toEqual([
    { ...call, operation: 'PollForJobs', seconds: 0.25 },
    {
      ...{ kind: 'poll', region: REGION, actionType: 'Test/Custom/Load/1' },
      ...{ outcome: 'ok', jobs: 0, message: null },
    },
    { ...call, operation: 'GetThirdPartyJobDetails', outcome: 'throttled' },
    { ...call, operation: 'AcknowledgeThirdPartyJob' },
    { kind: 'claim', region: REGION, outcome: 'claimed' },
    { ...call, operation: 'PutThirdPartyJobSuccessResult' },
  ]);
  expect(JSON.stringify(sightings)).not.toContain('canary');
});

it.each<[ErrorCode, string]>([
  ['aws-invalid-nonce', 'lost'],
  ['aws-invalid-client-token', 'token-refused'],
  ['aws-invalid-job-state', 'over'],
  ['unreachable', 'uncertain'],
  ['throttled', 'refused'],
])('takes a claim that ends in %s as %s', async (code, outcome) => {
  const { sightings, tell } = seen();
  const service = observeJobs({ acknowledge: fails(code) } as unknown as JobService, tell, clock);
  await expect(service.acknowledge(JOB, CANARY, null)).rejects.toThrow();
  expect(sightings.at(-1)).toEqual({ kind: 'claim', region: REGION, outcome });
});

it('takes no poll that the agent itself broke off for a failure', async () => {
  const { sightings, tell } = seen();
  const service = observeJobs({ poll: fails('not-connected') } as unknown as JobService, tell, clock);
  const cell = { region: REGION, actionTypeId: THIRD_PARTY_TYPE };
  await expect(service.poll(cell, 1, AbortSignal.abort())).rejects.toThrow();
  expect(sightings.at(-1)).toMatchObject({ kind: 'poll', outcome: 'given-up', jobs: 0 });
});

it('tells a processor that throws, and lets the agent see it', async () => {
  const { sightings, tell } = seen();
  const processor = observeProcessor(
    {
      kind: 'http',
      start: () => Promise.reject(new Error('broken')),
      status: () => Promise.resolve({ kind: 'unavailable', message: 'down', httpStatus: 500 }),
    } as unknown as Processor,
    tell,
    clock,
  );
  await expect(processor.start({} as never, 'key', new AbortController().signal)).rejects.toThrow('broken');
  await processor.status('153245', new AbortController().signal, {} as never);
  const backend = { kind: 'backend', processor: 'http', seconds: 0 };
  expect(sightings).toEqual([
    { ...backend, operation: 'start', outcome: 'threw' },
    { ...backend, operation: 'status', outcome: 'unavailable' },
  ]);
});

it('tells what became of a result, by its kind, once; and of its run', async () => {
  const { sightings, tell } = seen();
  const row = { outboxId: 7, runId: asRunId('run'), job: JOB, clientId: null, result: success };
  const over = { region: REGION, actionTypeId: CUSTOM_TYPE, state: 'succeeded' };
  const ledger = observeLedger(
    {
      writeResult: () => Promise.resolve({ ...row, tries: 0, nextTryAt: 0, mayHaveArrived: false }),
      postponeResult: () => Promise.resolve(),
      settleResult: () => Promise.resolve(over),
      note: () => Promise.reject(new ActionDeskError('internal', 'disk is full')),
      patch: () => Promise.reject(new ActionDeskError('not-found', 'no run')),
      liveRuns: () => Promise.resolve([]),
    } as unknown as RunLedger,
    tell,
    clock,
  );
  const run = asRunId('run');
  await ledger.writeResult(run, success, {}, 0, []);
  await ledger.postponeResult(7, { tryAt: 1, error: 'throttled', mayHaveArrived: false }, 0, []);
  await ledger.settleResult(7, 'success-accepted', {}, 0, []);
  await ledger.settleResult(7, 'success-accepted', {}, 0, []);
  await expect(ledger.note(run, [])).rejects.toThrow('disk is full');
  await expect(ledger.patch(run, {}, 0, [])).rejects.toThrow('no run');
  await ledger.liveRuns();
  const result = { kind: 'result', region: REGION, result: 'success' };
  const ended = { kind: 'run-ended', region: REGION, actionType: 'Test/Custom/Load/1', state: 'succeeded' };
  expect(sightings.filter(({ kind }) => kind !== 'ledger-write')).toEqual([
    { ...result, outcome: 'postponed' },
    { ...result, outcome: 'accepted' },
    ended,
    ended,
    { kind: 'deadlines-watched' },
  ]);
  expect(sightings.flatMap((each) => (each.kind === 'ledger-write' ? [each.failure] : []))).toEqual([
    ...[null, null, null, null],
    'disk is full',
    null,
  ]);
});
