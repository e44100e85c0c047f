import { expect, it, vi } from 'vitest';
import type { WorkLook } from '#main/agent/cancel-by-hand.ts';
import { createPipelineAfterCare } from '#main/compose/pipeline-after-care.ts';
import type { PipelineRun } from '#main/store/pipeline-runs.ts';
import type { Protection } from '#shared/domain/environment.ts';
import type { ActionRow } from '#shared/domain/pipeline.ts';
import { aSnapshot, idOf } from '../pipelines/a-snapshot.ts';

const pipeline = { region: 'us-east-1', name: 'release' };
const running: WorkLook = { status: 'running', sentence: 'It runs.', whyNotCancel: null };
const cancelled: WorkLook = { ...running, status: 'failed' };
const by = { who: 'ada', reason: 'ticket', typedName: 'release' };

function aRun(runId: string, change: Partial<PipelineRun> = {}): PipelineRun {
  return {
    ...{ runId, region: 'us-east-1', protocol: 'custom', actionType: 'Deploy/Custom/Upload/1' },
    ...{ state: 'expired', pipelineName: 'release', stageName: 'Deploy', actionName: 'Upload' },
    ...{
      pipelineArn: null,
      executionId: idOf(1),
      actionExecutionId: 'a1',
      externalExecutionId: `x-${runId}`,
    },
    ...{ createdAt: 100, finishedAt: null },
    ...change,
  };
}

/** The two uploads of AWS's own example: the large one was abandoned, a small one came after it. */
function world(options: { runs?: PipelineRun[]; looks?: WorkLook[]; protection?: Protection } = {}) {
  const [row] = aSnapshot({ executions: { 1: 'Stopped' }, actions: [[1, 'Deploy', 'Abandoned']] }).actions;
  const action = (change: Partial<ActionRow>): ActionRow => ({ ...(row as ActionRow), ...change });
  const items = [
    action({ actionExecutionId: 'a2', executionId: idOf(2), status: 'Succeeded', startedAt: 200 }),
    action({ actionExecutionId: 'a1', executionId: idOf(1), startedAt: 90, updatedAt: 150 }),
  ].map((one) => ({ ...one, pipelineVersion: 1 }));
  const runs = options.runs ?? [
    aRun('large'),
    aRun('small', {
      ...{ state: 'succeeded', executionId: idOf(2), actionExecutionId: 'a2', createdAt: 210 },
    }),
  ];
  const looks = options.looks ?? [running];
  const actions = vi.fn(() => Promise.resolve({ items, cursor: null }));
  const lookAtWork = vi.fn(() => Promise.resolve((looks.length > 1 ? looks.shift() : looks[0]) ?? running));
  const cancelWork = vi.fn((): Promise<string | null> => Promise.resolve(null));
  const record = vi.fn();
  const care = createPipelineAfterCare({
    desk: { environment: 'live', protection: options.protection ?? 'open' },
    agent: { lookAtWork, cancelWork },
    reader: { actions },
    runs: { named: () => runs, ofExecutions: () => [] },
    call: (_region, send) => send(),
    ...{ record, now: () => 1000, lookEveryMs: 0 },
  });
  return { care, actions, lookAtWork, cancelWork, record };
}

it('lists the abandoned upload that goes on, with the newer one that it may overwrite', async () => {
  expect(await world().care.afterCare({ pipeline })).toEqual([
    {
      ...{ runId: 'large', state: 'expired', stageName: 'Deploy', actionName: 'Upload' },
      ...{ executionId: idOf(1), guess: false, externalExecutionId: 'x-large', abandonedAt: 150 },
      ...{ newerRunId: 'small', work: 'running', canCancel: true, whyNotCancel: null },
    },
  ]);
});

it.each<[string, PipelineRun[], WorkLook]>([
  ['the backend says that the work has ended', [aRun('large')], cancelled],
  ['CodePipeline has accepted its result', [aRun('large', { state: 'succeeded' })], running],
  ['its action was not abandoned', [aRun('small', { actionExecutionId: 'a2' })], running],
])('lists no run where %s', async (_what, runs, look) => {
  expect(await world({ runs, looks: [look] }).care.afterCare({ pipeline })).toEqual([]);
});

it('asks CodePipeline nothing where no run of ours is open', async () => {
  const { care, actions } = world({ runs: [aRun('done', { state: 'failed' })] });
  await care.afterCare({ pipeline });
  expect(actions).not.toHaveBeenCalled();
});

it('lists work that nobody can be asked for, and says why it cannot be cancelled', async () => {
  const whyNotCancel = 'A person does this work.';
  const { care, cancelWork } = world({ looks: [{ status: null, sentence: whyNotCancel, whyNotCancel }] });
  const [one] = await care.afterCare({ pipeline });
  expect(one).toMatchObject({ work: 'unknown', canCancel: false, whyNotCancel });
  await expect(care.cancelWork({ pipeline, runId: 'large' }, by)).rejects.toThrow(whyNotCancel);
  expect(cancelWork).not.toHaveBeenCalled();
});

it('cancels the work, asks the backend whether it has ended, and writes down both states', async () => {
  const { care, record } = world({ looks: [running, running, cancelled] });
  expect(await care.cancelWork({ pipeline, runId: 'large' }, by)).toMatchObject({ outcome: 'took-effect' });
  const states = ['backend work running', 'backend work failed'];
  expect(record).toHaveBeenCalledExactlyOnceWith('cancel work', 'large', 'took-effect', ...states, by);
});

it('says that work still runs which the backend would not cancel', async () => {
  const { care, cancelWork } = world();
  cancelWork.mockResolvedValue('not now');
  expect(await care.cancelWork({ pipeline, runId: 'large' }, by)).toEqual({
    outcome: 'no-effect',
    sentence: 'The backend was asked to cancel the work, and it still runs. It answered: not now',
  });
});

it('says that work was overtaken which ended well before it was cancelled', async () => {
  const { care } = world({ looks: [running, { ...running, status: 'succeeded' }] });
  expect((await care.cancelWork({ pipeline, runId: 'large' }, by)).outcome).toBe('overtaken');
});

it('cancels nothing that goes on in good order', async () => {
  const { care, cancelWork, record } = world();
  await expect(care.cancelWork({ pipeline, runId: 'small' }, by)).rejects.toMatchObject({
    code: 'not-allowed-now',
  });
  expect(cancelWork).not.toHaveBeenCalled();
  expect(record).not.toHaveBeenCalled();
});

it('asks for the pipeline’s name in a protected environment, and refuses in a read-only one', async () => {
  const guarded = world({ protection: 'protected', looks: [running, cancelled] });
  const asked = { pipeline, runId: 'large' };
  await expect(guarded.care.cancelWork(asked, { ...by, typedName: '' })).rejects.toThrow('type out');
  expect(await guarded.care.cancelWork(asked, by)).toMatchObject({ outcome: 'took-effect' });
  await expect(world({ protection: 'read-only' }).care.cancelWork(asked, by)).rejects.toThrow('read-only');
});
