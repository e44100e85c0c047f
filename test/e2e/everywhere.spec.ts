import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { electronLaunchOptions } from '../support/electron-path.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { chainOfSeed, firstJobOf, runOfJob, simulatorOf } from './simulator-control.ts';

let userData: string;
let desk: LaunchedDesk;

test.beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'action-desk-everywhere-'));
});
test.afterEach(async () => {
  expect(desk.violations).toEqual([]);
  await desk.close();
  await rm(userData, { recursive: true, force: true, maxRetries: 5 });
});

const hash = () => desk.page.evaluate<string>('location.hash');

/** Starts the program once more, as the desktop does for a link, and waits until it has handed the link on. */
async function follow(link: string): Promise<void> {
  const { executablePath, args, env } = electronLaunchOptions(['--no-sandbox', link], {
    ACTION_DESK_USER_DATA: userData,
    ACTION_DESK_HIDE_MOTION: '1',
  });
  const second = spawn(executablePath, args, { env, stdio: 'ignore' });
  const [code] = (await once(second, 'close')) as [number | null];
  expect(code).toBe(0);
}

test('a link leads the open window to its run, client or page, and a strange one does nothing', async () => {
  desk = await launchDesk({ userData, scenario: 'practice' });
  const simulator = await simulatorOf(desk.page);
  const jobId = await firstJobOf(simulator, await chainOfSeed(simulator, 'contoso-checkout'));
  const runId = await runOfJob(desk.page, jobId);

  await follow(`action-desk://run/${jobId}`);
  await expect.poll(hash).toBe(`#/runs/${encodeURIComponent(jobId)}`);
  await expect(desk.page.getByTestId('run-detail')).toContainText('Contoso Retail');

  const { clients } = await simulator.scenario();
  await follow(`action-desk://client/${clients[0]?.clientId}`);
  await expect(desk.page.locator('[data-testid^="client-row-"]')).toHaveCount(1);

  await follow('action-desk://run/11112222-3333-4444-5555-666677778888');
  await expect(desk.page.getByText('This run cannot be shown')).toBeVisible();

  await follow('action-desk://agent/');
  await expect.poll(hash).toBe('#/agent');

  await follow(`action-desk://fail/${runId}`);
  await expect(desk.page.getByTestId('no-such-link')).toContainText(`action-desk://fail/${runId}`);
});

test('a link starts the application on its page when it is closed', async () => {
  desk = await launchDesk({ userData, scenario: 'bare', args: ['action-desk://audit'] });
  expect(await hash()).toBe('#/audit');
  await expect(desk.page.getByTestId('nav-audit')).toHaveAttribute('aria-current', 'page');
});

test('the palette finds a run by any of its ids and acts on it', async () => {
  desk = await launchDesk({ userData, scenario: 'practice' });
  const { page, app } = desk;
  const simulator = await simulatorOf(page);
  const jobId = await firstJobOf(simulator, await chainOfSeed(simulator, 'own-release-review'));
  const runId = await runOfJob(page, jobId);
  await expect(page.locator('[data-row-link]').first()).toBeVisible();

  await page.keyboard.press('Control+k');
  const palette = page.getByTestId('palette');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(jobId);
  await expect(palette.getByTestId(`palette-found ${runId}`)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', 'waiting-for-engineer');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('copy link');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The link to this run was copied.')).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(`action-desk://run/${runId}`);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('acknowledge');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('Acknowledge the job');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the closed window goes on in the tray, and a second start brings it back', async () => {
  await writeFile(join(userData, 'preferences.json'), JSON.stringify({ stayInTray: true }));
  desk = await launchDesk({ userData, scenario: 'practice' });
  const { app, page } = desk;
  const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(visible).toBe(true);
  await app.evaluate(({ Notification }) => {
    const shown: string[] = [];
    Notification.isSupported = () => true;
    Notification.prototype.show = function () {
      shown.push(this.title);
    };
    Object.assign(globalThis, { shownNotices: shown });
  });
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const notices = () => app.evaluate(() => (globalThis as { shownNotices?: string[] }).shownNotices ?? []);
  const trayNotices = async () => (await notices()).filter((title) => title.includes('tray'));

  await close();
  await expect.poll(visible).toBe(false);
  await expect.poll(trayNotices).toEqual(['Action Desk goes on in the tray']);
  const before = (await (await simulatorOf(page)).ledger()).calls['PollForJobs'] ?? 0;
  await follow('action-desk://settings');
  await expect.poll(visible).toBe(true);
  await expect.poll(hash).toBe('#/settings');
  const simulator = await simulatorOf(page);
  await expect.poll(async () => (await simulator.ledger()).calls['PollForJobs'] ?? 0).toBeGreaterThan(before);

  await close();
  await expect.poll(visible).toBe(false);
  expect(await trayNotices()).toHaveLength(1);
});

test('the first steps lead on as they are taken, and stay away once they are put away', async () => {
  desk = await launchDesk({ userData, scenario: 'practice' });
  const { page } = desk;
  const band = page.getByTestId('welcome-band');
  await expect(band).toContainText('Step 2 of 5');
  await page.locator('[data-row-link]').first().click();
  await page.getByTestId('run-detail').waitFor();
  await page.getByTestId('nav-runs').click();
  await expect(band).toContainText('Step 3 of 5');
  await band.getByRole('link', { name: 'All steps' }).click();
  await expect(page.getByTestId('welcome-environment')).toHaveAttribute('aria-current', 'step');
  await page.getByRole('button', { name: 'Put the first steps away' }).click();
  await expect.poll(hash).toBe('#/runs');
  await expect(page.getByTestId('runs-table')).toBeVisible();
  await expect(band).toHaveCount(0);
  await page.reload();
  await expect(page.locator('[data-row-link]').first()).toBeVisible();
  await expect(band).toHaveCount(0);
});
