import { expect, test } from '@playwright/test';
import { short } from '../support/pipeline-truth.ts';
import { act, choose, explained, pipelinesDesk, readNow, show } from './pipelines-desk.ts';

/* QUEUED and PARALLEL mode, by the rules of "How AWS CodePipeline executions work". Build takes two steps of ten seconds. */

const on = pipelinesDesk();
const inFrontOf = (stageName: string) => on.page.getByRole('group', { name: `In front of ${stageName}` });

test('QUEUED: who waits stands in line, is not overtaken, and enters in the order of coming', async () => {
  const { page, simulator } = on;
  const pipeline = await on.open('line', 'QUEUED');
  const second = await pipeline.start();
  const third = await pipeline.start();
  await readNow(page);
  await expect(inFrontOf('Build')).toContainText('queue of 2');
  await expect(inFrontOf('Build').getByRole('button')).toHaveText([
    `1.${short(second)}`,
    `2.${short(third)}`,
  ]);
  expect(await pipeline.truth.inFront('Build')).toEqual([second, third]);
  await page.getByTestId(`inbound-${short(third)}`).click();
  await expect(page.getByTestId('explain')).toContainText('1 stands before it in the queue');
  await simulator.advance(20);
  await readNow(page);
  await expect(page.getByTestId('stage-Build')).toContainText(`${short(second)} holds the lock`);
  await expect(inFrontOf('Build').getByRole('button')).toHaveText([`1.${short(third)}`]);
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(second)} InProgress`);
});

test('QUEUED: a pipeline has as many queues as locked stages, and an approval lets one after the other in', async () => {
  const { page, simulator } = on;
  const name = 'two-lines';
  const pipeline = await on.open(name, 'QUEUED');
  const second = await pipeline.start();
  await simulator.advance(20);
  const third = await pipeline.start();
  await simulator.advance(20);
  const fourth = await pipeline.start();
  await show(page, name, '?at=action/Gate/Approve/');
  await expect(inFrontOf('Gate').getByRole('button')).toHaveText([`1.${short(second)}`]);
  await expect(inFrontOf('Build').getByRole('button')).toHaveText([`1.${short(fourth)}`]);
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(third)} InProgress`);
  const predicted = await act(page, 'offer-approval');
  expect(predicted).toEqual(
    expect.arrayContaining([
      `Execution ${short(pipeline.first)} leaves Gate and unlocks it.`,
      `Execution ${short(second)} enters Gate.`,
    ]),
  );
  expect(await pipeline.truth.inStage('Gate')).toBe(`${short(second)} InProgress`);
  expect(await pipeline.truth.inFront('Build')).toEqual([fourth]);
});

test('QUEUED: one that is stopped in the line never enters, and the next one does', async () => {
  const { page, simulator } = on;
  const name = 'out-of-line';
  const pipeline = await on.open(name, 'QUEUED');
  const second = await pipeline.start();
  const third = await pipeline.start();
  await show(page, name, `?at=inbound/Build/${second}`);
  expect(await act(page, 'offer-stop')).toEqual([`Execution ${short(second)} becomes Stopped.`]);
  await expect(inFrontOf('Build')).toContainText('queue of 1');
  await expect(inFrontOf('Build')).toContainText(`1.${short(third)}`);
  await simulator.advance(20);
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(third)} InProgress`);
  expect(await pipeline.truth.status(second)).toBe('Stopped');
});

test('PARALLEL: executions stand side by side, wait for nobody, and one that is stopped leaves the others', async () => {
  const { page } = on;
  const name = 'side-by-side';
  const pipeline = await on.open(name, 'PARALLEL');
  const second = await pipeline.start();
  await readNow(page);
  for (const executionId of [pipeline.first, second]) {
    const row = page.getByTestId(`parallel-${short(executionId)}`);
    await expect(row.getByRole('button', { name: /^One\s*InProgress/ })).toBeVisible();
    expect(await pipeline.truth.actions(executionId)).toContain('Build/One InProgress');
  }
  await expect(page.getByRole('group', { name: /In front of/ })).toHaveCount(0);
  await expect(await explained(page, name, second)).toContainText('waits for nobody');
  expect(await act(page, 'start-execution')).toContain('The new execution enters Source.');

  await show(page, name, `?at=execution/${pipeline.first}`);
  const predicted = await act(page, 'offer-stop', choose('Stop and abandon'));
  expect(predicted).toContain(`Execution ${short(pipeline.first)} becomes Stopped.`);
  expect(predicted.join(' ')).not.toContain(short(second));
  expect(await pipeline.truth.status(pipeline.first)).toBe('Stopped');
  expect(await pipeline.truth.actions(second)).toContain('Build/One InProgress');
});

test('PARALLEL: each execution has an approval of its own', async () => {
  const { page, simulator } = on;
  const name = 'own-approvals';
  const pipeline = await on.open(name, 'PARALLEL');
  const second = await pipeline.start();
  await simulator.advance(20);
  await show(page, name, `?at=action/Gate/Approve/${second}`);
  for (const executionId of [pipeline.first, second])
    await expect(page.getByTestId(`parallel-${short(executionId)}`)).toContainText('Waits for approval');
  const approved = await act(page, 'offer-approval');
  expect(approved).toContain(`Execution ${short(second)} enters Deploy.`);
  expect(await pipeline.truth.actions(second)).toContain('Gate/Approve Succeeded');
  expect(await pipeline.truth.actions(pipeline.first)).toContain('Gate/Approve InProgress');

  await show(page, name, `?at=action/Gate/Approve/${pipeline.first}`);
  const rejected = await act(page, 'offer-approval', choose('Reject'));
  expect(rejected).toContain(`Execution ${short(pipeline.first)} becomes Failed.`);
  expect(await pipeline.truth.status(pipeline.first)).toBe('Failed');
  expect(await pipeline.truth.status(second)).toBe('InProgress');
});
