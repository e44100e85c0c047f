import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { openManyKeys, type ManyKeys } from '../support/many-keys.ts';
import { openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { storeVendorEnvironment, vendorCredentials } from './vendor-environment.ts';

const KEYS = 100_000;
const ENDLESS = 1_000_000;
/** Far above a frame and far below what a person would call stuck, on a machine that does much else. */
const LONGEST_PAUSE_MS = 700;

let service: SimulatorUnderTest;
let keys: ManyKeys;
let desk: LaunchedDesk;
let userData: string;

test.beforeAll(async () => {
  service = await openSimulator({ scenario: 'bare', now: Date.now });
  keys = await openManyKeys();
  userData = await mkdtemp(join(tmpdir(), 'action-desk-large-'));
  await storeVendorEnvironment(userData, service.endpoint, 'manual', keys.endpoint);
  desk = await launchDesk({ userData, env: vendorCredentials });
});
test.afterAll(async () => {
  await desk.close();
  await keys.close();
  await service.close();
  await rm(userData, { recursive: true, force: true, maxRetries: 5 });
});
test.afterEach(() => expect(desk.violations).toEqual([]));

const list = (count: number) =>
  desk.page.evaluate(`location.hash = '#/artifacts?region=us-east-1&bucket=many-${count}&whole=1'; null`);
const rows = (page: Page) => page.getByTestId('all-keys').locator('.ad-rows-body [role="row"]');
const counted = async (page: Page) =>
  Number(
    (await page.getByTestId('listing-state').getByRole('status').innerText())
      .replace(/ .*/s, '')
      .replaceAll(',', ''),
  );

/** The longest time that the window did nothing for anybody, from here until it is asked for. */
async function watchPauses(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`(() => {
    let last = performance.now();
    window.longestPause = 0;
    window.pauseTimer = setInterval(() => {
      const now = performance.now();
      window.longestPause = Math.max(window.longestPause, now - last - 20);
      last = now;
    }, 20);
  })()`);
  return () => page.evaluate<number>('clearInterval(window.pauseTimer), window.longestPause');
}

test('a hundred thousand keys come in while they are read, to the very last, and the window answers all the time', async () => {
  const { page } = desk;
  await keys.delay(100);
  const longestPause = await watchPauses(page);
  await list(KEYS);
  // The first ones stand there before the listing has come to its end.
  await expect(rows(page).first()).toContainText('pipeline-');
  await expect(page.getByTestId('listing-state')).toHaveAttribute('data-state', 'running');
  await page.getByTestId('all-keys').focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  await keys.delay(0);
  const state = page.getByTestId('listing-state');
  await expect(state).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await expect(state).toContainText(`${KEYS.toLocaleString('en')} keys`);
  await expect(page.getByTestId('all-keys')).toHaveAttribute('aria-rowcount', String(KEYS + 1));
  await page.keyboard.press('End');
  await expect(rows(page).last()).toContainText('.zip');
  expect(await rows(page).count()).toBeLessThan(100);
  expect(await longestPause()).toBeLessThan(LONGEST_PAUSE_MS);

  await page
    .getByRole('textbox', { name: 'Keys that contain' })
    .or(page.getByRole('searchbox', { name: 'Keys that contain' }))
    .first()
    .fill('0000777');
  await expect(state).toContainText(`100 keys of ${KEYS.toLocaleString('en')} seen`, { timeout: 60_000 });
  await expect(rows(page).first()).toContainText('0000777');
});

test('a listing without an end in sight is stopped, keeps what it has, and asks nothing more', async () => {
  const { page } = desk;
  await keys.delay(40);
  await list(ENDLESS);
  await expect(rows(page).first()).toContainText('pipeline-');
  await page.getByTestId('stop-listing').press('Enter');
  const state = page.getByTestId('listing-state');
  await expect(state).toHaveAttribute('data-state', 'stopped');
  await expect(state).toContainText('there may be more');
  await expect(page.getByTestId('stop-listing')).toHaveCount(0);
  const kept = await counted(page);
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(ENDLESS);
  const asked = await keys.requests();
  await page.getByTestId('all-keys').focus();
  await page.keyboard.press('Home');
  await expect(rows(page).first()).toContainText('.zip');
  expect(await counted(page)).toBe(kept);
  expect(await keys.requests()).toBe(asked);
});
