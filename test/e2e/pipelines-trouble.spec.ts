import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { expect, test } from '@playwright/test';
import { build, checkout, createRelease, stage } from '../contract/release-pipeline.ts';
import { artifactBucket } from '../contract/artifact-bucket.ts';
import { LARGE_PIPELINE, openLargePipelineServer } from '../bench/large-pipeline-server.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { act, choose, pipelinesDesk, readNow, show } from './pipelines-desk.ts';
import { storeVendorEnvironment, vendorCredentials } from './vendor-environment.ts';

/* Pipelines when CodePipeline cannot be asked, or has very many of them. */

const on = pipelinesDesk();
const goToList = async (): Promise<void> => {
  await on.page.evaluate(`location.hash = '#/pipelines'; null`);
  await expect(on.page.getByRole('heading', { level: 1, name: 'Pipelines' })).toBeVisible();
};
const calls = async (operation: string): Promise<number> =>
  (await on.simulator.ledger()).calls[operation] ?? 0;
/** Another console, at that endpoint with those credentials, for the time of the work. */
async function elsewhere(
  endpoint: string,
  env: Readonly<Record<string, string>>,
  work: (desk: LaunchedDesk) => Promise<void>,
): Promise<void> {
  const userData = await mkdtemp(join(tmpdir(), 'action-desk-elsewhere-'));
  await storeVendorEnvironment(userData, endpoint, 'manual');
  const desk = await launchDesk({ userData, env });
  try {
    await work(desk);
    expect(desk.violations).toEqual([]);
  } finally {
    await desk.close();
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  }
}
const repair = () => on.simulator.control('DELETE', 'faults');

test('offline is not an empty list: it says why, and the list comes when the line is back', async () => {
  const { page, simulator } = on;
  await createRelease(simulator, [stage('Build', [build('Compile')])], { name: 'behind-the-line' });
  await simulator.fault({ operation: 'ListPipelines', kind: 'disconnect' });
  await goToList();
  await expect(page.getByText('us-east-1 could not be listed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('No region answered')).toBeVisible();
  await expect(page.getByText('No pipelines', { exact: true })).toHaveCount(0);
  await repair();
  await page.getByRole('button', { name: 'List the pipelines again' }).click();
  await expect(page.getByTestId('pipeline-rows').getByRole('row', { name: 'behind-the-line' })).toBeVisible();
  await expect(page.getByText('us-east-1 could not be listed')).toHaveCount(0);
});

test('a throttled pipeline says so, keeps what it knew, takes nothing from the agent, and comes back', async () => {
  const { page, simulator } = on;
  await on.open('throttled');
  const graph = page.getByTestId('pipeline-graph');
  await expect(graph).toBeVisible();
  await simulator.fault({ operation: 'GetPipelineState', kind: 'error', errorType: 'ThrottlingException' });
  await readNow(page);
  const problem = page.getByTestId('pipeline-problem');
  await expect(problem).toContainText('what is shown is old', { timeout: 30_000 });
  await expect(problem).toContainText('GetPipelineState');
  await expect(graph).toBeVisible();
  const [polls, states] = [await calls('PollForThirdPartyJobs'), await calls('GetPipelineState')];
  await expect.poll(() => calls('PollForThirdPartyJobs')).toBeGreaterThan(polls + 3);
  const asked = (await calls('GetPipelineState')) - states;
  const polled = (await calls('PollForThirdPartyJobs')) - polls;
  expect(asked).toBeLessThan(polled * 4);
  await repair();
  await expect(problem).toHaveCount(0, { timeout: 30_000 });
});

test('the largest pipeline that CodePipeline takes, 1,000 actions in 50 stages, opens and tells who is where', async () => {
  test.setTimeout(120_000);
  const { page, simulator } = on;
  await simulator.reset({ scenario: 'bare' });
  const builds = Array.from({ length: 20 }, (_, of) => build(`Build${of}`));
  const stages = Array.from({ length: 49 }, (_, at) => stage(`Stage${at + 1}`, builds));
  const release = await createRelease(simulator, stages, { name: 'thousand-actions' });
  await show(page, 'thousand-actions', '?at=stage/Stage1/');
  await expect(page.getByTestId('stage-Stage1')).toHaveAttribute('data-locked', 'true', { timeout: 30_000 });
  const predicted = await act(page, 'offer-stop', choose('Stop and abandon'));
  expect(predicted.filter((sentence) => sentence.includes('is abandoned'))).toHaveLength(20);
  expect(await release.statuses()).toEqual(['Stopped']);
});

test('a pipeline of 50 stages with 50 actions each opens, and its last stage is reached by the keyboard', async () => {
  test.setTimeout(120_000);
  const server = await openLargePipelineServer(50, 50);
  try {
    await elsewhere(server.endpoint, vendorCredentials, async ({ page }) => {
      await show(page, LARGE_PIPELINE);
      await expect(page.getByTestId('stage-Stage01')).toHaveAttribute('data-status', 'Succeeded');
      await page.getByRole('button', { name: /^Stage01/ }).focus();
      await page.keyboard.press('End');
      await expect(page.getByTestId('stage-Stage50')).toHaveAttribute('data-locked', 'true');
    });
  } finally {
    server.close();
  }
});

test('of 1,000 pipelines only those on the screen are asked for; the list scrolls, and the filter finds', async () => {
  test.setTimeout(120_000);
  const { page, simulator, colleague } = on;
  await simulator.reset({ scenario: 'bare' });
  const location = await artifactBucket(simulator);
  const create = (at: number) =>
    colleague.send(
      new CreatePipelineCommand({
        pipeline: {
          name: `service-${String(at).padStart(4, '0')}`,
          roleArn: 'arn:aws:iam::111122223333:role/release',
          artifactStore: { type: 'S3', location },
          stages: [stage('Source', [checkout()]), stage('Build', [build('Compile')])],
        },
      }),
    );
  for (let at = 0; at < 1_000; at += 20)
    await Promise.all(Array.from({ length: 20 }, (_, of) => create(at + of)));
  const lists = await calls('ListPipelines');
  await goToList();
  await page.getByRole('button', { name: 'List the pipelines again' }).click();
  await expect(page.getByTestId('pipelines-count')).toHaveText(/^1000 in 1 region/, { timeout: 30_000 });
  expect((await calls('ListPipelines')) - lists).toBeLessThanOrEqual(2);
  const rows = page.getByTestId('pipeline-rows');
  const strip = (name: string) => rows.getByRole('row', { name }).getByRole('img');
  await expect(strip('service-0000')).toBeVisible({ timeout: 30_000 });
  expect(await rows.getByRole('row').count()).toBeLessThan(100);
  expect(await calls('GetPipelineState')).toBeLessThan(150);

  await rows.focus();
  await page.keyboard.press('End');
  await expect(strip('service-0999')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('pipeline-filter').locator('input').fill('service-0777');
  await expect(page.getByTestId('pipelines-count')).toHaveText(/^1 of 1000/);
  await expect(strip('service-0777')).toBeVisible({ timeout: 30_000 });
  expect(await calls('GetPipelineState')).toBeLessThan(200);
});

test('without credentials the page says so and what to do, instead of an empty list', async () => {
  const none = join(await mkdtemp(join(tmpdir(), 'action-desk-no-keys-')), 'none');
  await writeFile(none, '');
  const keys = {
    ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '', AWS_PROFILE: '' },
    ...{ AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none, AWS_EC2_METADATA_DISABLED: 'true' },
  };
  const before = await calls('ListPipelines');
  await elsewhere(on.simulator.endpoint, keys, async ({ page }) => {
    await page.evaluate(`location.hash = '#/pipelines'; null`);
    await expect(page.getByText('No region answered')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId('pipelines-page')).toContainText('No usable AWS credentials');
    await expect(page.getByText('No pipelines', { exact: true })).toHaveCount(0);
    await show(page, 'anything');
    await expect(page.getByTestId('pipeline-problem')).toHaveAttribute('data-code', 'no-credentials');
  });
  expect(await calls('ListPipelines')).toBe(before);
  await rm(dirname(none), { recursive: true, force: true });
});
