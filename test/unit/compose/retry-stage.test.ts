import { expect, it, vi } from 'vitest';
import { createRetryStage } from '#main/compose/retry-stage.ts';
import type { RunDetail, RunSummary } from '#shared/domain/run.ts';
import { aRun, aRuntime } from '../electron/a-runtime.ts';
import { CHANNEL_SAMPLES } from '../electron/channel-samples.ts';

type Latest = { pipelineExecutionId: string; status: string } | null;

function world(
  states: Latest[],
  change: Partial<RunSummary> = {},
  protection: 'open' | 'protected' = 'open',
) {
  const { runtime } = aRuntime('live');
  const run = aRun({ state: 'failed', pipelineName: 'storefront', stageName: 'Verify', ...change });
  const detail: RunDetail = { ...CHANNEL_SAMPLES['runs.get'].answer, run, pipelineExecutionId: 'e1' };
  const latest = vi.fn(() => Promise.resolve((states.length > 1 ? states.shift() : states[0]) ?? null));
  const retry = vi.fn(() => Promise.resolve());
  const record = vi.fn();
  const desk = { ...runtime, protection, getRun: () => Promise.resolve(detail) };
  return {
    act: createRetryStage({ desk, stages: { latest, retry }, record, lookEveryMs: 0 }),
    retry,
    record,
  };
}

const failed = { pipelineExecutionId: 'e1', status: 'Failed' };
const going = { pipelineExecutionId: 'e1', status: 'InProgress' };

it('retries the failed stage and tells what CodePipeline says afterwards', async () => {
  const { act, retry, record } = world([failed, failed, going]);
  expect(await act('r1', 'FAILED_ACTIONS')).toMatchObject({
    outcome: 'took-effect',
    before: 'Failed',
    after: 'InProgress',
  });
  const stage = { region: 'us-east-1', pipelineName: 'storefront', stageName: 'Verify' };
  expect(retry).toHaveBeenCalledExactlyOnceWith(stage, 'e1', 'FAILED_ACTIONS');
  expect(record).toHaveBeenCalledWith('retry stage', 'r1', 'took-effect', 'Failed', 'InProgress', undefined);
});

it.each([
  ['is over', { pipelineExecutionId: 'e1', status: 'Succeeded' }],
  ['another execution has entered', { pipelineExecutionId: 'e2', status: 'Failed' }],
])('sends nothing for a stage that %s', async (_what, state) => {
  const { act, retry } = world([state]);
  expect(await act('r1', 'ALL_ACTIONS')).toMatchObject({ outcome: 'overtaken' });
  expect(retry).not.toHaveBeenCalled();
});

it('sends nothing while the stage is at work', async () => {
  const { act, retry } = world([going]);
  expect(await act('r1', 'ALL_ACTIONS')).toMatchObject({ outcome: 'no-effect', after: 'InProgress' });
  expect(retry).not.toHaveBeenCalled();
});

it('says that nothing came of it where the stage stays failed', async () => {
  expect(await world([failed]).act('r1', 'ALL_ACTIONS')).toMatchObject({ outcome: 'no-effect' });
});

it('refuses for a run that is not over, and for a pipeline in a customer’s account', async () => {
  await expect(world([failed], { state: 'working' }).act('r1', 'ALL_ACTIONS')).rejects.toThrow('has failed');
  await expect(world([failed], { protocol: 'third-party' }).act('r1', 'ALL_ACTIONS')).rejects.toThrow(
    'customer',
  );
});

it('asks for the name typed out in a protected environment', async () => {
  const { act, retry } = world([failed, going], {}, 'protected');
  const by = { who: 'ada', reason: 'ticket' };
  await expect(act('r1', 'ALL_ACTIONS', by)).rejects.toThrow('type out "storefront"');
  await act('r1', 'ALL_ACTIONS', { ...by, typedName: 'storefront' });
  expect(retry).toHaveBeenCalledOnce();
});
