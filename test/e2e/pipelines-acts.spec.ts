import { expect, test } from '@playwright/test';
import { short } from '../support/pipeline-truth.ts';
import { act, begin, choose, close, pipelinesDesk, readNow, show } from './pipelines-desk.ts';
import type { PipelineOnScreen } from './pipelines-desk.ts';

/* Stops, retries, approvals, rollbacks and conditions: what is predicted on the screen is what then happens. */

const on = pipelinesDesk();

/** A second execution, whose action of that name fails in Build beside one that succeeds. */
async function failed(pipeline: PipelineOnScreen, actionName: string): Promise<string> {
  const second = await pipeline.start();
  await pipeline.failNext(actionName);
  await on.simulator.advance(20);
  await on.simulator.advance(10);
  expect(await pipeline.truth.status(second)).toBe('Failed');
  return second;
}

test('stop and wait: what is in progress ends, nothing after it starts, and the stage can be retried', async () => {
  const { page, simulator } = on;
  const name = 'stop-and-wait';
  const { first, truth } = await on.open(name);
  await show(page, name, '?at=stage/Build/');
  expect(await act(page, 'offer-stop')).toContain(`Execution ${short(first)} becomes Stopping.`);
  expect(await truth.status(first)).toBe('Stopping');
  await expect(page.getByTestId('action-Build-One')).toContainText('InProgress');
  await begin(page, 'offer-stop');
  await expect(page.getByRole('radio', { name: 'Stop and wait' })).toBeDisabled();
  await close(page);
  await simulator.advance(10);
  await readNow(page);
  await expect(page.getByTestId('stage-Build')).toHaveAttribute('data-status', 'Stopped');
  await expect(page.getByTestId('action-Build-One')).toContainText('Succeeded');
  await expect(page.getByTestId('offer-retry')).toBeEnabled();
  expect(await truth.status(first)).toBe('Stopped');
  expect(await truth.actions(first)).toEqual([
    'Build/One Succeeded',
    'Build/Two Succeeded',
    'Source/Fetch Succeeded',
  ]);
  await show(page, name, '?view=history');
  await expect(page.getByTestId('executions')).toContainText('Stopped');
});

test('stop and abandon ends what is Stopping already, and what is in progress is Abandoned', async () => {
  const { page } = on;
  const name = 'stop-and-abandon';
  const { first, truth } = await on.open(name);
  await show(page, name, '?at=stage/Build/');
  await act(page, 'offer-stop');
  const predicted = await act(page, 'offer-stop');
  expect(predicted).toContain('One in Build is abandoned; its provider goes on with the work.');
  expect(await truth.status(first)).toBe('Stopped');
  expect(await truth.actions(first)).toEqual([
    'Build/One Abandoned',
    'Build/Two Abandoned',
    'Source/Fetch Succeeded',
  ]);
  await expect(page.getByTestId('action-Build-One')).toContainText('Abandoned');
  await expect(page.getByTestId('offer-retry')).toBeEnabled();
});

for (const [mode, again] of [
  ['FAILED_ACTIONS', ['Two']],
  ['ALL_ACTIONS', ['One', 'Two']],
] as const)
  test(`a retry of ${mode} runs ${again.join(' and ')} again, and the execution goes on`, async () => {
    const { page, simulator } = on;
    const name = `retry-${mode.toLowerCase().replace('_', '-')}`;
    const pipeline = await on.open(name);
    const second = await failed(pipeline, 'Two');
    await show(page, name, '?at=stage/Build/');
    await expect(page.getByTestId('stage-Build')).toHaveAttribute('data-status', 'Failed');
    const predicted = await act(page, 'offer-retry', choose(mode));
    expect(predicted.filter((sentence) => sentence.includes(' starts for '))).toEqual(
      again.map((actionName) => `${actionName} in Build starts for execution ${short(second)}.`),
    );
    const running = (await pipeline.truth.actions(second)).filter((one) => one.endsWith('InProgress'));
    expect(running).toEqual(again.map((actionName) => `Build/${actionName} InProgress`));
    await simulator.advance(10);
    expect(await pipeline.truth.actions(second)).toContain('Build/Three InProgress');
    expect(await pipeline.truth.status(second)).toBe('InProgress');
  });

test('an approval locks its stage until it is approved, and then the execution goes on', async () => {
  const { page, simulator } = on;
  const name = 'approved';
  const { first, truth } = await on.open(name);
  await simulator.advance(20);
  await show(page, name, '?at=action/Gate/Approve/');
  await expect(page.getByTestId('waits')).toContainText('Approve waits for a person');
  await expect(page.getByTestId('stage-Gate')).toHaveAttribute('data-locked', 'true');
  const predicted = await act(page, 'offer-approval');
  expect(predicted).toContain(`Execution ${short(first)} enters Deploy.`);
  expect(await truth.inStage('Gate')).toBe(`${short(first)} Succeeded`);
  expect(await truth.inStage('Deploy')).toBe(`${short(first)} InProgress`);
  await expect(page.getByTestId('offer-approval')).toBeDisabled();
});

test('a rejection fails the stage, and a retry asks again; an answer that never comes is a failure', async () => {
  const { page, simulator } = on;
  const name = 'rejected';
  const { first, truth } = await on.open(name);
  await simulator.advance(20);
  await show(page, name, '?at=action/Gate/Approve/');
  const predicted = await act(page, 'offer-approval', choose('Reject'));
  expect(predicted).toContain(`Gate becomes Failed for execution ${short(first)}.`);
  expect(await truth.status(first)).toBe('Failed');
  await act(page, 'offer-retry');
  expect(await truth.inStage('Gate')).toBe(`${short(first)} InProgress`);
  await simulator.advance(7 * 24 * 3600);
  await readNow(page);
  await expect(page.getByTestId('stage-Gate')).toHaveAttribute('data-status', 'Failed');
  expect(await truth.status(first)).toBe('Failed');
});

/** Approves for a colleague and lets Deploy, behind its condition, come to its end. */
async function goThrough(pipeline: PipelineOnScreen): Promise<void> {
  await on.simulator.advance(20);
  const { executions } = await pipeline.snapshot();
  const approval = { kind: 'approval', stageName: 'Gate', actionName: 'Approve' } as const;
  expect(
    await pipeline.send({ ...approval, actionExecutionId: null, status: 'Approved', summary: '' }),
  ).toBeNull();
  await on.simulator.advance(20);
  expect(await pipeline.truth.status(executions[0]?.executionId ?? '')).toBe('Succeeded');
}

test('a rollback runs the stage with what an earlier execution had, as a new execution', async () => {
  const { page } = on;
  const name = 'rolled-back';
  const pipeline = await on.open(name);
  await goThrough(pipeline);
  await pipeline.start();
  await goThrough(pipeline);
  await show(page, name, '?at=stage/Deploy/');
  const predicted = await act(page, 'offer-rollback');
  expect(predicted).toContain('The new execution enters Deploy.');
  const [made] = (await pipeline.snapshot()).executions;
  expect(made).toMatchObject({ type: 'ROLLBACK', rollbackTargetId: pipeline.first });
  expect(await pipeline.truth.inStage('Deploy')).toBe(`${short(made?.executionId)} InProgress`);
});

test('a condition that holds an execution is overridden', async () => {
  const { page, simulator } = on;
  const name = 'overridden';
  const pipeline = await on.open(name);
  await simulator.advance(20);
  await show(page, name, '?at=action/Gate/Approve/');
  await act(page, 'offer-approval');
  await show(page, name, '?at=condition/Deploy/BEFORE_ENTRY');
  const predicted = await act(page, 'offer-override-condition');
  expect(predicted).toContain(`Deploy in Deploy starts for execution ${short(pipeline.first)}.`);
  const { beforeEntryConditionState: told } = await pipeline.truth.stage('Deploy');
  expect(told?.latestExecution?.status).toBe('Overridden');
  expect(await pipeline.truth.actions(pipeline.first)).toContain('Deploy/Deploy InProgress');
});
