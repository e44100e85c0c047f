import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { storeVendorEnvironment, vendorCredentials } from './vendor-environment.ts';

/** A vendor's own environment: the audit of practice is emptied at each start. */
let elsewhere: SimulatorUnderTest;
let userData: string;
let desk: LaunchedDesk;

test.beforeAll(async () => {
  elsewhere = await openSimulator({ scenario: 'bare', now: Date.now });
  userData = await mkdtemp(join(tmpdir(), 'action-desk-audit-'));
  await storeVendorEnvironment(userData, elsewhere.endpoint, 'http');
  desk = await launchDesk({ userData, env: vendorCredentials });
});
test.afterAll(async () => {
  await desk.close();
  await elsewhere.close();
  await rm(userData, { recursive: true, force: true, maxRetries: 5 });
});
test.afterEach(() => expect(desk.violations).toEqual([]));

const rows = () => desk.page.getByTestId('audit-table').locator('tbody tr');
const go = (hash: string) => desk.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

async function expectAccessible(): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await desk.page.getByTestId('theme').getByRole('button', { name: theme }).click();
    const { violations } = await new AxeBuilder({ page: desk.page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

test('what people switch and change is in the audit, found again and exported', async () => {
  const { page, app } = desk;
  await page.getByTestId('nav-agent').click();
  await page.getByTestId('cell-pause').click();
  await expect(page.getByTestId('agent-outcome').first()).toContainText('Paused 1 of 1 cell.');
  await page.getByTestId('cell-resume').click();
  await go('#/settings');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByTestId('env-poll-seconds').locator('input').fill('2');
  await page.getByTestId('env-save').click();
  await expect(page.getByTestId('env-outcome').first()).toContainText('started anew', { timeout: 30_000 });

  await page.getByTestId('nav-audit').click();
  await expect(rows()).toHaveCount(3);
  await expect(rows().first()).toContainText('Change environment');
  await expect(rows().first()).toContainText('pollSeconds');
  await expectAccessible();
  await page.getByTestId('audit-subject').getByRole('button').click();
  await page.getByRole('option', { name: 'Cells of the agent' }).click();
  await expect(rows()).toHaveCount(2);
  await expect(rows().last()).toContainText('Pause cell');

  const place = join(userData, 'audit.csv');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, place);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Export 2 matching as CSV…' }).click();
  await expect(page.getByTestId('audit-exported')).toContainText('2 entries were written to audit.csv.');
  expect((await readFile(place, 'utf8')).trim().split('\r\n')).toHaveLength(3);
});

test('a connection test names the calls, and a try-out asks the backend without starting work', async () => {
  const { page } = desk;
  await go('#/settings?section=environments');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByTestId('env-test').click();
  const results = page.getByTestId('env-test-results');
  await expect(results.getByRole('rowheader', { name: 'PollForThirdPartyJobs' })).toBeVisible();
  await expect(results.locator('[data-verdict="allowed"]')).toHaveCount(9);
  const started = (await elsewhere.ledger()).backend.length;
  await page.getByTestId('try-status').click();
  await expect(page.getByTestId('backend-try')).toContainText('does not know the made-up id');
  expect((await elsewhere.ledger()).backend).toHaveLength(started);
  await expectAccessible();
  await page.getByTestId('env-editor').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByTestId('env-editor')).toHaveCount(0);
});

test('a notification that is clicked opens its run', async () => {
  const { app, page } = desk;
  await go('#/settings?section=notifications');
  await expectAccessible();
  await app.evaluate(({ Notification }) => {
    const shown: { title: string; click: () => void }[] = [];
    Object.assign(globalThis, { shownNotifications: shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push({ title: this.title, click: () => this.emit('click') });
    };
  });
  const titles = () =>
    app.evaluate(() =>
      (globalThis as unknown as { shownNotifications: { title: string }[] }).shownNotifications.map(
        ({ title }) => title,
      ),
    );
  const clientId = '5b0d8a2e-1f47-4c3a-9e62-7d10c4f8b935';
  await elsewhere.control('POST', 'clients', { clientId, clientToken: 'nobody-told-the-vendor' });
  await elsewhere.job({ clientId });
  await expect
    .poll(titles, { timeout: 30_000 })
    .toEqual([expect.stringContaining('no client token is stored')]);
  await app.evaluate(() =>
    (globalThis as unknown as { shownNotifications: { click: () => void }[] }).shownNotifications[0]?.click(),
  );
  await expect.poll(() => page.evaluate<string>('location.hash')).toMatch(/^#\/runs\/./);
  await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', 'needs-token');
});

test('density, shortcuts, folders and diagnostics have their place', async () => {
  const { page } = desk;
  await go('#/settings?section=appearance');
  await page.getByTestId('density').getByRole('button', { name: 'Compact' }).click();
  await expect(page.locator('body')).toHaveClass(/awsui-compact-mode/);
  await page.getByTestId('density').getByRole('button', { name: 'Comfortable' }).click();
  await expect(page.locator('body')).not.toHaveClass(/awsui-compact-mode/);
  await expectAccessible();
  await page.getByTestId('density').getByRole('button', { name: 'Compact' }).click();
  await go('#/settings?section=about');
  await expect(page.getByTestId('diagnostics')).toContainText('* vendor: credentials chain, open');
  await expectAccessible();
});
