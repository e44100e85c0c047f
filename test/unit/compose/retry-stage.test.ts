import { expect, it, vi } from 'vitest';
import type { ActOnPipeline, PipelineReport } from '#main/compose/pipeline-acting.ts';
import { createRetryStage } from '#main/compose/retry-stage.ts';
import type { RunDetail, RunSummary } from '#shared/domain/run.ts';
import { aRun } from '../electron/a-runtime.ts';
import { CHANNEL_SAMPLES } from '../electron/channel-samples.ts';

const report: PipelineReport = {
  ...{ outcome: 'took-effect', sentence: 'It goes on.', before: 'Verify Failed', after: 'Verify InProgress' },
  ...{ compared: { asPredicted: [], didNotHappen: [], alsoHappened: [] }, executionId: null },
};

function world(
  change: Partial<RunSummary> = {},
  pipelineExecutionId: string | null = 'e1',
  protection: 'open' | 'protected' = 'open',
) {
  const run = aRun({ state: 'failed', pipelineName: 'storefront', stageName: 'Verify', ...change });
  const detail: RunDetail = { ...CHANNEL_SAMPLES['runs.get'].answer, run, pipelineExecutionId };
  const act = vi.fn<ActOnPipeline>(() => Promise.resolve(report));
  const desk = { environment: 'live', protection, getRun: () => Promise.resolve(detail) };
  return { retry: createRetryStage({ desk, act }), act };
}

it('is the retry of the pipeline for the execution of the run, and is audited with the run', async () => {
  const { retry, act } = world();
  const by = { who: 'ada', reason: 'ticket', typedName: 'storefront' };
  expect(await retry('r1', 'ALL_ACTIONS', by)).toEqual({
    ...{ outcome: 'took-effect', sentence: 'It goes on.' },
    ...{ before: 'Verify Failed', after: 'Verify InProgress' },
  });
  expect(act).toHaveBeenCalledExactlyOnceWith(
    { region: 'us-east-1', name: 'storefront' },
    { kind: 'retry', stageName: 'Verify', executionId: 'e1', mode: 'ALL_ACTIONS' },
    by,
    { act: 'retry stage', subject: 'r1' },
  );
});

it.each<[string, Partial<RunSummary>, string | null, string]>([
  ['that is not over', { state: 'working' }, 'e1', 'has failed'],
  ['of a pipeline in a customer’s account', { protocol: 'third-party' }, 'e1', 'customer'],
  ['whose execution is not known', {}, null, 'did not tell'],
])('sends nothing for a run %s', async (_what, change, executionId, why) => {
  const { retry, act } = world(change, executionId);
  await expect(retry('r1', 'ALL_ACTIONS')).rejects.toThrow(why);
  expect(act).not.toHaveBeenCalled();
});

it('asks for the name typed out in a protected environment', async () => {
  const { retry, act } = world({}, 'e1', 'protected');
  const by = { who: 'ada', reason: 'ticket' };
  await expect(retry('r1', 'ALL_ACTIONS', by)).rejects.toThrow('type out "storefront"');
  expect(act).not.toHaveBeenCalled();
  await retry('r1', 'ALL_ACTIONS', { ...by, typedName: 'storefront' });
  expect(act).toHaveBeenCalledOnce();
});
