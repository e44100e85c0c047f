import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { review } from './simulator-control.ts';

/** Another vendor's desk, as far as this machine is concerned: a simulator that is not inside the console. */
let elsewhere: SimulatorUnderTest;
let folder: string;

test.beforeAll(async () => {
  elsewhere = await openSimulator({ scenario: 'bare', now: Date.now });
  folder = await mkdtemp(join(tmpdir(), 'action-desk-aws-'));
  await writeFile(join(folder, 'empty'), '');
});
test.afterAll(async () => {
  await elsewhere.close();
  await rm(folder, { recursive: true, force: true });
});

/** The chain finds what is given here and nothing of the machine. */
const credentials = (keys: { id: string; secret: string } | null) => ({
  AWS_ACCESS_KEY_ID: keys?.id ?? '',
  AWS_SECRET_ACCESS_KEY: keys?.secret ?? '',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_CONFIG_FILE: join(folder, 'empty'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'empty'),
  AWS_EC2_METADATA_DISABLED: 'true',
});

const field = (desk: LaunchedDesk, name: string) => desk.page.getByTestId(`env-${name}`).locator('input');

async function openEditor(desk: LaunchedDesk): Promise<void> {
  await desk.page.getByTestId('nav-settings').click();
  await desk.page.getByTestId('env-add').click();
  await desk.page.getByTestId('env-editor').waitFor();
}

async function use(desk: LaunchedDesk, name: string): Promise<void> {
  await desk.page.getByTestId('nav-settings').click();
  await desk.page.getByTestId(`environment-use-${name}`).click();
  await desk.page.getByTestId('confirm').click();
  await expect(desk.page.getByTestId('env-outcome').first()).toContainText(`Working in ${name} now.`, {
    timeout: 30_000,
  });
}

/** Fills in an environment that serves the manual review of the simulator elsewhere. */
async function fillReview(desk: LaunchedDesk, name: string): Promise<void> {
  await field(desk, 'name').fill(name);
  await field(desk, 'poll-seconds').fill('1');
  await field(desk, 'type-0-provider').fill(review.provider);
  const editor = desk.page.getByTestId('env-editor');
  await editor.getByRole('button', { name: 'Owner' }).click();
  await desk.page.getByRole('option', { name: 'Custom' }).click();
  await desk.page.getByTestId('env-type-0-processor').getByRole('button', { name: 'By hand' }).click();
  await field(desk, 'codepipeline-endpoint').fill(elsewhere.endpoint);
}

test('an environment is checked, tried, stored, used and left again', async () => {
  const desk = await launchDesk({ env: credentials({ id: 'AKIATEST', secret: 'test-secret' }) });
  const { page } = desk;
  try {
    await openEditor(desk);
    await fillReview(desk, 'Staging East');
    await field(desk, 'poll-seconds').fill('soon');
    await page.getByTestId('env-save').click();
    const editor = page.getByTestId('env-editor');
    await expect(editor).toContainText('Name: expected 1 to 40 lower-case letters, digits and hyphens');
    await expect(editor).toContainText('Poll interval: expected a number.');
    await expect(editor).toContainText('2 fields need another value; nothing was stored.');
    await expect(field(desk, 'name')).toHaveValue('Staging East');
    await expect(field(desk, 'name')).toBeFocused();
    await expect(field(desk, 'poll-seconds')).toHaveValue('soon');
    await expect(field(desk, 'type-0-provider')).toHaveValue(review.provider);

    await field(desk, 'name').fill('staging-east');
    await field(desk, 'poll-seconds').fill('1');
    await page.getByTestId('env-test').click();
    await expect(page.getByTestId('env-test-results')).toContainText('us-east-1');
    await expect(page.getByTestId('env-test-results')).toContainText('answer');
    await page.getByTestId('env-save').click();
    await expect(page.getByTestId('env-outcome').first()).toContainText('Choose Use to work in it.');
    await expect(page.getByTestId('environment-staging-east')).toBeVisible();

    await use(desk, 'staging-east');
    await expect(page.getByTestId('simulator-endpoint')).toHaveCount(0);
    await page.getByTestId('nav-runs').click();
    const { jobId } = await elsewhere.job({ actionTypeId: review });
    await expect(page.locator('[data-testid^="run-row-"]')).toHaveCount(1, { timeout: 20_000 });
    await expect(page.getByTestId('runs-table')).toContainText('Waiting for engineer');
    expect(
      await page.evaluate(
        `actionDesk.request('runs.list', {}).then(({ value }) => value.rows[0].currentJobId)`,
      ),
    ).toBe(jobId);

    await use(desk, 'practice');
    await expect(page.getByTestId('simulator-endpoint')).toBeVisible();
    await page.getByTestId('nav-runs').click();
    await expect.poll(() => page.locator('[data-testid^="run-row-"]').count()).toBeGreaterThan(1);
    expect(desk.violations).toEqual([]);
  } finally {
    await desk.close();
  }
});

test('an environment without credentials says so and what to do', async () => {
  const desk = await launchDesk({ scenario: 'bare', env: credentials(null) });
  const { page } = desk;
  try {
    await openEditor(desk);
    await fillReview(desk, 'nobody');
    await page.getByTestId('env-test').click();
    await expect(page.getByTestId('env-test-results')).toContainText(/credentials/i);
    await page.getByTestId('env-save').click();
    await use(desk, 'nobody');
    await page.getByTestId('nav-agent').click();
    await expect(page.getByTestId('no-credentials')).toContainText('No AWS credentials');
    await expect(page.getByTestId('no-credentials')).toContainText('aws sso login');
    await expect(page.locator('[data-mode]')).toHaveAttribute('data-mode', 'no-credentials');
    expect((await elsewhere.ledger()).calls).not.toHaveProperty('PollForThirdPartyJobs');
    expect(desk.violations).toEqual([]);
  } finally {
    await desk.close();
  }
});
