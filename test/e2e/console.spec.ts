import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { practiceDesk } from './practice-desk.ts';
import { chainOfSeed, firstJobOf, openRun, runOfJob } from './simulator-control.ts';

const practice = practiceDesk();

const rows = () => practice.desk.page.locator('[data-testid^="run-row-"]');
const hash = () => practice.desk.page.evaluate<string>('location.hash');
const runOfSeed = async (name: string) =>
  runOfJob(
    practice.desk.page,
    await firstJobOf(practice.simulator, await chainOfSeed(practice.simulator, name)),
  );

const calls = async (operation: string) => (await practice.simulator.ledger()).calls[operation] ?? 0;

/** Waits until the agent has made so many further calls: time passes, and it is seen to. */
async function untilMore(operation: string, count: number): Promise<void> {
  const from = await calls(operation);
  await expect.poll(() => calls(operation)).toBeGreaterThanOrEqual(from + count);
}

async function goToPage(name: string): Promise<void> {
  await practice.desk.page.getByTestId(`nav-${name}`).click();
  await expect.poll(hash).toMatch(new RegExp(`^#/${name}`));
}

test('a run shows its jobs, its link, its artifacts, and no secret of its configuration', async () => {
  const { page } = practice.desk;
  await openRun(page, await runOfSeed('contoso-checkout'));
  await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', 'succeeded', {
    timeout: 60_000,
  });

  const timeline = page.getByTestId('timeline');
  for (const operation of [
    'GetThirdPartyJobDetails',
    'AcknowledgeThirdPartyJob',
    'PutThirdPartyJobSuccessResult',
  ]) {
    await expect(timeline.getByText(operation, { exact: true }).first()).toBeVisible();
  }
  await expect(timeline).toContainText('Job 1');
  await expect(page.getByRole('link', { name: /loadtest\.northwind\.example/ })).toBeVisible();
  await expect(page.getByTestId('artifacts')).toContainText('BuildOutput');
  await expect(page.getByTestId('artifacts')).toContainText('LoadTestReport');
  await expect(page.getByTestId('artifacts')).toContainText('s3://codepipeline-us-east-1');

  const configuration = page.getByTestId('configuration');
  await expect(configuration).toContainText('checkout-peak');
  await expect(configuration).toContainText('ApiKey');
  await expect(configuration).toContainText('•••••••• secret');
  const payloads = timeline.locator('details > summary');
  for (const payload of await payloads.all()) await payload.click();
  await expect(timeline.locator('pre')).toHaveCount(await payloads.count());
  expect(await page.content()).not.toContain('practice-contoso-checkout-key');
});

test('any job id of its chain finds a run', async () => {
  const { page } = practice.desk;
  const chainId = await chainOfSeed(practice.simulator, 'own-checkout-gate');
  const runId = await runOfSeed('own-checkout-gate');
  const jobs = async () => (await practice.simulator.ledger()).jobs.filter((job) => job.chainId === chainId);
  await expect.poll(async () => (await jobs()).length).toBeGreaterThan(1);
  await goToPage('runs');
  for (const { jobId } of (await jobs()).slice(0, 2)) {
    await page.getByTestId('filter').locator('input').fill(jobId);
    await page.keyboard.press('Enter');
    await expect(rows()).toHaveCount(1);
    await expect(rows()).toHaveAttribute('data-testid', `run-row-${runId}`);
    await page.getByRole('button', { name: 'Clear filter' }).click();
  }
  await page.getByTestId('filter').locator('input').fill('no such id anywhere');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show all runs' }).click();
  await expect.poll(hash).toBe('#/runs');
  await expect.poll(() => rows().count()).toBeGreaterThan(1);
});

test('a page that is left in the middle of typing a filter stays left', async () => {
  const { page } = practice.desk;
  await goToPage('runs');
  await page.getByTestId('filter').locator('input').fill('half a wo');
  await goToPage('clients');
  await untilMore('PollForJobs', 8);
  expect(await hash()).toBe('#/clients');
});

test('lanes and filters narrow the table, and steps back and forth lead through them', async () => {
  const { page } = practice.desk;
  const waiting = await runOfSeed('own-release-review');
  await goToPage('runs');
  await page.getByTestId('lane-waiting-for-you').click();
  await expect(rows()).toHaveCount(1);
  await expect(page.getByTestId(`run-row-${waiting}`)).toBeVisible();
  await page.getByTestId('lane-all').click();
  await page.getByTestId('filter').locator('input').fill('State = Needs token');
  await page.keyboard.press('Enter');
  await expect(rows()).toHaveCount(1);
  await expect(page.getByTestId(`run-row-${await runOfSeed('wingtip-without-token')}`)).toBeVisible();
  expect(decodeURIComponent(await hash())).toContain('["state","=","needs-token"]');
  await page.goBack();
  await expect.poll(() => rows().count()).toBeGreaterThan(1);
  await page.goBack();
  await expect.poll(hash).toBe('#/runs?lane=waiting-for-you');
  await page.goForward();
  await page.goForward();
  await expect(rows()).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect.poll(() => rows().count()).toBeGreaterThan(1);
});

test('a view that was saved and runs that were chosen are there again', async () => {
  const { page, app, userData } = practice.desk;
  await goToPage('runs');
  await page.getByTestId('lane-needs-token').click();
  await page.getByTestId('views').getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Save this view…' }).click();
  await page.getByTestId('view-name').locator('input').fill('Tokens to get');
  await page.getByTestId('view-save').click();
  await page.getByTestId('lane-all').click();
  await page.getByTestId('views').getByRole('button').click();
  await page.getByRole('menuitemcheckbox', { name: 'Tokens to get' }).click();
  await expect.poll(hash).toBe('#/runs?lane=needs-token');
  await expect(rows()).toHaveCount(1);

  const runId = await runOfSeed('wingtip-without-token');
  const row = page.locator('tr').filter({ has: page.getByTestId(`run-row-${runId}`) });
  await row.getByRole('checkbox').check({ force: true });
  await page.getByTestId('lane-all').click();
  await expect(page.getByTestId('selection-bar')).toContainText('1 run selected');
  const file = join(userData, 'chosen.csv');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await page.getByTestId('selection-export').getByRole('button').click();
  await page.getByRole('menuitem', { name: 'As CSV…' }).click();
  await expect(page.getByText('1 run was written to chosen.csv.')).toBeVisible();
  const [head, line] = (await readFile(file, 'utf8')).split('\r\n');
  expect(head).toContain('runId,state,region');
  expect(line).toContain(`${runId},needs-token,`);
  await page.getByTestId('selection-clear').click();
  await expect(page.getByTestId('selection-bar')).toHaveCount(0);
});

test('a paused cell polls no more while the others go on, and resumes', async () => {
  const { page } = practice.desk;
  await goToPage('agent');
  const cells = page.locator('[data-testid$="Test/ThirdParty/Northwind-LoadTest/1"]');
  const inMode = (mode: string) => page.locator('tr').filter({ has: cells }).locator(`[data-mode="${mode}"]`);
  await expect(cells).toHaveCount(2);
  for (const region of ['us-east-1', 'us-west-2']) {
    const label = page.locator('tr').filter({ has: cells }).filter({ hasText: region }).locator('td').first();
    await label.locator('label').click();
  }
  await expect(page.getByTestId('agent-scope')).toHaveText('2 cells selected');
  await page.getByTestId('cell-pause').click();
  await expect(page.getByTestId('agent-outcome').first()).toContainText('Paused 2 of 2 cells.');
  await expect(inMode('paused')).toHaveCount(2);

  // A poll that was under way at that moment may still arrive.
  await untilMore('PollForJobs', 4);
  const before = await calls('PollForThirdPartyJobs');
  await untilMore('PollForJobs', 12);
  expect(await calls('PollForThirdPartyJobs')).toBe(before);

  await page.getByTestId('cell-resume').click();
  await expect(inMode('polling')).toHaveCount(2);
  await untilMore('PollForThirdPartyJobs', 2);
});

test('the theme turns dark and light again', async () => {
  const { page } = practice.desk;
  const theme = page.getByTestId('theme');
  await theme.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
  await expect(theme.getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(22, 29, 38)');
  await theme.getByRole('button', { name: 'Light' }).click();
  await expect(page.locator('body')).not.toHaveClass(/awsui-dark-mode/);
});

test('the keyboard reaches pages, filter, help and rows', async () => {
  const { page } = practice.desk;
  await goToPage('settings');
  await page.keyboard.type('gc');
  await expect.poll(hash).toBe('#/clients');
  await page.keyboard.press('/');
  await expect.poll(hash).toBe('#/runs');
  const filter = page.getByTestId('filter').locator('input');
  await expect(filter).toBeFocused();
  await page.keyboard.type('gc/?');
  await expect(filter).toHaveValue('gc/?');
  await filter.fill('');
  await expect.poll(() => rows().count()).toBeGreaterThan(1);
  await filter.blur();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Keyboard shortcuts');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('j');
  await expect(page.locator('[data-row-link]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByTestId('run-detail').waitFor();
});

test('a client is added and removed', async () => {
  const { page } = practice.desk;
  const clientId = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
  await goToPage('clients');
  await page.getByTestId('client-add').click();
  await page.getByTestId('client-id').locator('input').fill(clientId);
  await page.getByTestId('client-label').locator('input').fill('Adventure Works');
  await page.getByTestId('client-token').locator('input').fill('aw-token-of-the-test');
  await page.getByTestId('client-save').click();
  await expect(page.getByTestId('client-outcome').first()).toContainText('No run was waiting');
  await expect(page.getByTestId(`client-row-${clientId}`)).toHaveText('Adventure Works');
  await page.getByTestId(`client-acts-${clientId}`).getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByTestId('client-remove-typed').locator('input').fill('Adventure Works');
  await page.getByTestId('client-remove-confirm').click();
  await expect(page.getByTestId('client-outcome').first()).toContainText('Adventure Works was removed.');
  await expect(page.getByTestId(`client-row-${clientId}`)).toHaveCount(0);
});
