import { expect, test } from '@playwright/test';
import { short } from '../support/pipeline-truth.ts';
import { act, choose, explained, pipelinesDesk, readNow, show } from './pipelines-desk.ts';

/* SUPERSEDED mode, by the rules of "How AWS CodePipeline executions work". Build takes two steps of ten seconds. */

const on = pipelinesDesk();

test('a stage is locked while an execution is in it, and the lock goes along with the execution', async () => {
  const { page, simulator } = on;
  const { first, truth } = await on.open('rule-one');
  const build = page.getByTestId('stage-Build');
  await expect(build).toHaveAttribute('data-locked', 'true');
  await expect(build).toContainText(`${short(first)} holds the lock`);
  expect(await truth.inStage('Build')).toBe(`${short(first)} InProgress`);
  await simulator.advance(10);
  expect(await truth.inStage('Gate')).toBe('');
  await simulator.advance(10);
  await readNow(page);
  await expect(page.getByTestId('stage-Gate')).toHaveAttribute('data-locked', 'true');
  await expect(build).toHaveAttribute('data-locked', 'false');
  expect(await truth.inStage('Build')).toBe(`${short(first)} Succeeded`);
  expect(await truth.inStage('Gate')).toBe(`${short(first)} InProgress`);
});

test('who comes later waits in front of the lock, and enters once the stage is free', async () => {
  const { page, simulator } = on;
  const pipeline = await on.open('rule-two');
  const second = await pipeline.start();
  await readNow(page);
  await expect(page.getByRole('group', { name: 'In front of Build' })).toContainText(short(second));
  await page.getByTestId(`inbound-${short(second)}`).click();
  await expect(page.getByTestId('explain')).toContainText(
    `execution ${short(pipeline.first)} is in it and holds its lock, because One, Two is InProgress`,
  );
  expect(await pipeline.truth.inFront('Build')).toEqual([second]);
  await simulator.advance(20);
  await readNow(page);
  await expect(page.getByTestId('stage-Build')).toContainText(`${short(second)} holds the lock`);
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(second)} InProgress`);
});

test('a more recent execution supersedes the one that waits, and enters in its place', async () => {
  const { page, simulator } = on;
  const pipeline = await on.open('rule-three');
  const second = await pipeline.start();
  const predicted = await act(page, 'start-execution');
  expect(predicted).toContain('The new execution enters Source.');
  await pipeline.endSource();
  await readNow(page);
  await expect(page.getByTestId(`inbound-${short(second)}`)).toHaveCount(0);
  const [third = ''] = await pipeline.truth.inFront('Build');
  await expect(page.getByTestId(`inbound-${short(third)}`)).toBeVisible();
  expect(await pipeline.truth.status(second)).toBe('Superseded');
  await expect(await explained(page, pipeline.ref.name, second)).toContainText(
    `was overtaken while it waited between two stages: execution ${short(third)} was more recent`,
  );
  await simulator.advance(20);
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(third)} InProgress`);
});

test('a failure releases the lock: who waits enters, and the failed one can no longer be retried', async () => {
  const { page, simulator } = on;
  const name = 'failure-releases';
  const pipeline = await on.open(name);
  // The rule is for what begins from now on: the failure is the second execution's.
  const second = await pipeline.start();
  await pipeline.failNext('One');
  await simulator.advance(20);
  const third = await pipeline.start();
  expect(await pipeline.truth.inFront('Build')).toEqual([third]);
  await simulator.advance(10);
  expect(await pipeline.truth.status(second)).toBe('Failed');
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(third)} InProgress`);
  await show(page, name, `?at=stage/Build/${second}`);
  await expect(page.getByTestId('stage-Build')).toContainText(`${short(third)} holds the lock`);
  const retry = page.getByTestId('offer-retry');
  await expect(retry).toBeDisabled();
  await retry.focus();
  await expect(page.getByTestId('inspector')).toContainText(
    `execution ${short(second)} can no longer be retried there`,
  );
});

test('a stop unlocks the stage: as predicted who waits enters, and the stopped one cannot be retried', async () => {
  const { page } = on;
  const pipeline = await on.open('stop-unlocks');
  const { first, truth } = pipeline;
  const second = await pipeline.start();
  await show(page, pipeline.ref.name, '?at=stage/Build/');
  await expect(page.getByTestId(`inbound-${short(second)}`)).toBeVisible();
  const predicted = await act(page, 'offer-stop', choose('Stop and abandon'));
  expect(predicted).toEqual(
    expect.arrayContaining([
      `Execution ${short(first)} leaves Build and unlocks it.`,
      `Execution ${short(second)} enters Build.`,
      `Execution ${short(first)} can no longer be retried in Build.`,
    ]),
  );
  expect(await truth.status(first)).toBe('Stopped');
  expect(await truth.inStage('Build')).toBe(`${short(second)} InProgress`);
});

test('a disabled transition holds who arrives, and lets the newest in when it is enabled', async () => {
  const { page, simulator } = on;
  const name = 'closed-gate';
  const pipeline = await on.open(name);
  await show(page, name, '?at=transition/Build');
  const closing = await act(page, 'offer-disable-transition', (dialog) =>
    dialog.getByTestId('transition-reason').locator('input').fill('Freeze until Monday'),
  );
  expect(closing).toEqual(['The transition into Build is disabled: nobody enters.']);
  const gate = page.getByTestId('gate-Build');
  await expect(gate).toHaveAttribute('data-enabled', 'false');
  await expect(gate).toContainText('“Freeze until Monday”');
  const { inboundTransitionState: told } = await pipeline.truth.stage('Build');
  expect(told).toMatchObject({ enabled: false, disabledReason: 'Freeze until Monday' });
  const facts = page.getByTestId('inspector');
  await expect(facts).toContainText(told?.lastChangedBy?.split('/').at(-1) ?? 'somebody');
  await simulator.advance(20);
  const second = await pipeline.start();
  await readNow(page);
  await expect(page.getByTestId(`inbound-${short(second)}`)).toBeVisible();
  await expect(page.getByTestId('stage-Build')).toHaveAttribute('data-locked', 'false');
  const third = await pipeline.start();
  await readNow(page);
  await expect(page.getByTestId(`inbound-${short(third)}`)).toBeVisible();
  await expect(page.getByTestId(`inbound-${short(second)}`)).toHaveCount(0);
  expect(await pipeline.truth.status(second)).toBe('Superseded');

  const opening = await act(page, 'offer-enable-transition');
  expect(opening).toEqual(
    expect.arrayContaining([
      'The transition into Build is enabled.',
      `Execution ${short(third)} enters Build.`,
    ]),
  );
  await expect(page.getByTestId('stage-Build')).toContainText(`${short(third)} holds the lock`);
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(third)} InProgress`);
});

test('an inbound execution that is stopped never enters, and has nothing to retry', async () => {
  const { page, simulator } = on;
  const name = 'stopped-inbound';
  const pipeline = await on.open(name);
  const second = await pipeline.start();
  await show(page, name, `?at=inbound/Build/${second}`);
  const predicted = await act(page, 'offer-stop');
  expect(predicted).toEqual([`Execution ${short(second)} becomes Stopped.`]);
  expect(await pipeline.truth.status(second)).toBe('Stopped');
  await simulator.advance(20);
  await readNow(page);
  await expect(page.getByTestId('stage-Gate')).toContainText(short(pipeline.first));
  await expect(page.getByTestId('stage-Build')).not.toContainText(short(second));
  expect(await pipeline.truth.inStage('Build')).toBe(`${short(pipeline.first)} Succeeded`);
  await show(page, name, `?at=stage/Build/${second}`);
  await expect(page.getByTestId('offer-retry')).toBeDisabled();
});
