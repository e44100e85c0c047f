import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { contoso, openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { runOfJob } from './simulator-control.ts';
import { filesWith, storeVendorEnvironment, vendorCredentials } from './vendor-environment.ts';

let simulator: SimulatorUnderTest;
let userData: string;

test.beforeEach(async () => {
  simulator = await openSimulator({ scenario: 'bare', now: Date.now });
  userData = await mkdtemp(join(tmpdir(), 'action-desk-keyring-'));
  await storeVendorEnvironment(userData, simulator.endpoint, 'manual');
});
test.afterEach(async () => {
  await simulator.close();
  await rm(userData, { recursive: true, force: true, maxRetries: 5 });
});

const start = (passwordStore: string): Promise<LaunchedDesk> =>
  launchDesk({ userData, env: vendorCredentials, args: [`--password-store=${passwordStore}`] });

async function addContoso({ page }: LaunchedDesk): Promise<void> {
  await page.getByTestId('nav-clients').click();
  await page.getByTestId('client-add').click();
  await page.getByTestId('client-id').locator('input').fill(contoso.clientId);
  await page.getByTestId('client-label').locator('input').fill('Contoso Retail');
  await page.getByTestId('client-token').locator('input').fill(contoso.clientToken);
  await page.getByTestId('client-save').click();
  await page.getByTestId(`client-row-${contoso.clientId}`).waitFor();
}

/** A state of the run that a new job of Contoso's leads to: it needs the token to get anywhere. */
async function expectStateOfNewRun({ page }: LaunchedDesk, state: string): Promise<void> {
  const { jobId } = await simulator.job({ clientId: contoso.clientId });
  const runId = await runOfJob(page, jobId);
  await page.evaluate(`location.hash = '#/runs/${runId}'; null`);
  await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', state);
}

test('with a keyring a token outlives the console, and is nowhere in plain text', async () => {
  const keyring = process.env.ACTION_DESK_TEST_KEYRING;
  test.skip(!keyring, 'there is no keyring: needs dbus and gnome-keyring');
  const first = await start(keyring ?? '');
  await addContoso(first);
  await expect(first.page.locator('main')).toContainText('the key is in the keyring of this system');
  await expectStateOfNewRun(first, 'waiting-for-engineer');
  expect(await filesWith(userData, contoso.clientToken)).toEqual([]);
  expect(first.violations).toEqual([]);
  await first.close();
  expect(await filesWith(userData, contoso.clientToken)).toEqual([]);

  const second = await start(keyring ?? '');
  await second.page.getByTestId('nav-clients').click();
  await expect(second.page.getByTestId('clients-table')).toContainText('Usable');
  await expectStateOfNewRun(second, 'waiting-for-engineer');
  await second.close();
});

test('without a keyring a token is kept for the session only, says so, and is nowhere on the disk', async () => {
  const first = await start('basic');
  const { page } = first;
  await page.getByTestId('nav-clients').click();
  await expect(page.locator('main')).toContainText('Client tokens are kept until you quit and no longer');
  await page.getByTestId('client-add').click();
  await expect(page.getByRole('dialog')).toContainText('because this desktop has no keyring');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await addContoso(first);
  await expectStateOfNewRun(first, 'waiting-for-engineer');
  expect(await filesWith(userData, contoso.clientToken)).toEqual([]);
  await first.close();
  expect(await filesWith(userData, contoso.clientToken)).toEqual([]);

  const second = await start('basic');
  await second.page.getByTestId('nav-clients').click();
  await expect(second.page.getByTestId('clients-table')).toContainText('Add it again');
  await expectStateOfNewRun(second, 'needs-token');
  await second.page.getByTestId('nav-clients').click();
  await expect(second.page.getByTestId('unmatched')).toContainText(contoso.clientId.slice(0, 18));
  await second.close();
});
