import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { actionTypes, openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { storeHandEnvironments } from './hand-desk.ts';
import { openRun, runOfJob } from './simulator-control.ts';
import { vendorCredentials } from './vendor-environment.ts';

/** A cell whose polls fail tries again after half a minute at most. */
const BACK_WITHIN = { timeout: 45_000 };

test('a start without a line shows the ledger, says that it is cut off, and polls by itself when the line is back', async () => {
  test.setTimeout(240_000);
  const userData = await mkdtemp(join(tmpdir(), 'action-desk-offline-'));
  const open = (port?: number): Promise<SimulatorUnderTest> =>
    openSimulator({ scenario: 'bare', now: Date.now, ...(port === undefined ? {} : { port }) });
  const launch = (): Promise<LaunchedDesk> =>
    launchDesk({ userData, env: vendorCredentials, args: ['--password-store=basic'] });
  let simulator = await open();
  let desk: LaunchedDesk | null = null;
  try {
    const port = Number(new URL(simulator.endpoint).port);
    await storeHandEnvironments(userData, simulator.endpoint, [{ name: 'vendor', protection: 'open' }]);
    desk = await launch();
    const first = await simulator.job({ actionTypeId: actionTypes.review });
    const runId = await runOfJob(desk.page, first.jobId);
    await desk.close();
    await simulator.close();

    desk = await launch();
    const { page } = desk;
    await expect(page.getByTestId(`run-row-${runId}`)).toBeVisible();
    await expect(page.getByTestId('notice-strip')).toContainText(
      'No poll has been answered for three intervals, in us-east-1',
      { timeout: 30_000 },
    );
    await openRun(page, runId);
    await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', 'waiting-for-engineer');
    await page.getByTestId('nav-agent').click();
    await expect(page.locator('[data-mode="failing"]').first()).toContainText('Cut off');

    simulator = await open(port);
    const second = await simulator.job({ actionTypeId: actionTypes.review });
    const found = await runOfJob(page, second.jobId, BACK_WITHIN.timeout);
    await expect(page.getByTestId('notice-strip')).toHaveCount(0, BACK_WITHIN);
    await expect(page.locator('[data-mode="failing"]')).toHaveCount(0, BACK_WITHIN);
    await page.getByTestId('nav-runs').click();
    await expect(page.getByTestId(`run-row-${found}`)).toBeVisible();
    expect(desk.violations).toEqual([]);
  } finally {
    await desk?.close();
    await simulator.close();
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  }
});
