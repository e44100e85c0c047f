import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { electronLaunchOptions } from '../support/electron-path.ts';
import { launchDesk } from '../support/launch-desk.ts';
import { contoso, openSimulator } from '../support/simulator.ts';
import { runOfJob } from './simulator-control.ts';
import { storeVendorEnvironment, vendorCredentials } from './vendor-environment.ts';

let userData: string;

test.beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'action-desk-lifecycle-'));
});
test.afterEach(() => rm(userData, { recursive: true, force: true, maxRetries: 5 }));

test('closing the window answers what is in hand and ends with 0', async () => {
  const simulator = await openSimulator({ scenario: 'bare', now: Date.now });
  try {
    await storeVendorEnvironment(userData, simulator.endpoint, 'http');
    const desk = await launchDesk({
      userData,
      env: vendorCredentials,
      args: ['--password-store=basic'],
    });
    const { clientId, clientToken } = contoso;
    const client = JSON.stringify({ clientId, label: 'Contoso Retail', token: clientToken });
    await desk.page.evaluate(`actionDesk.request('clients.add', ${client})`);
    // Results are slow, so that the jobs are in hand when the window closes.
    await simulator.fault({ operation: 'PutThirdPartyJobSuccessResult', kind: 'latency', ms: 1500 });
    const jobs = [];
    for (const TestPlan of ['checkout-peak', 'loyalty-baseline', 'catalog-smoke']) {
      jobs.push(await simulator.job({ clientId, configuration: { TestPlan, DurationSeconds: '600' } }));
    }
    const claimed = async () =>
      (await simulator.ledger()).jobs.filter((job) => job.status === 'InProgress').length;
    for (const { jobId } of jobs) await runOfJob(desk.page, jobId);
    await expect.poll(claimed, { intervals: [50] }).toBeGreaterThan(0);

    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await desk.exitCode).toBe(0);
    await desk.close();

    const ledger = await simulator.ledger();
    const acknowledged = ledger.jobs.filter((job) => job.acknowledgedAt !== undefined);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const job of acknowledged) {
      expect(job.results.map(({ accepted }) => accepted)).toEqual([true]);
      expect(job.results[0]?.externalExecutionId).toBeDefined();
    }
    expect(ledger.backend.map(({ starts }) => starts)).toEqual(ledger.backend.map(() => 1));
  } finally {
    await simulator.close();
  }
});

test('a second start brings the first window to the front and ends with 0', async () => {
  const desk = await launchDesk({ userData, scenario: 'bare' });
  try {
    // A display without a window manager gives no focus: what is asked for is what counts.
    await desk.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      if (window)
        window.focus = () => void window.webContents.executeJavaScript('window.broughtToFront = true');
    });
    const { executablePath, args, env } = electronLaunchOptions(['--no-sandbox'], {
      ACTION_DESK_USER_DATA: userData,
      ACTION_DESK_HIDE_MOTION: '1',
    });
    const second = spawn(executablePath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(second, 'close')) as [number | null];
    expect(code).toBe(0);
    expect(said).toContain('Action Desk is open already: its window was brought to the front.');
    await expect.poll(() => desk.page.evaluate('window.broughtToFront === true')).toBe(true);
    expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  } finally {
    await desk.close();
  }
});

test('a damaged list of environments is reported in the window and kept', async () => {
  const damaged = '{"version": 1, "active": "production", "environments": [';
  await writeFile(join(userData, 'environments.json'), damaged);
  const desk = await launchDesk({ userData });
  try {
    await expect(desk.page.locator('main')).toContainText(
      'The list of environments is damaged (it is not JSON)',
    );
    await expect(desk.page.getByTestId('runs-table')).toBeVisible();
    const kept = (await readdir(userData)).find((name) => name.startsWith('environments.json.damaged-'));
    expect(await readFile(join(userData, kept ?? 'none'), 'utf8')).toBe(damaged);
    expect(desk.violations).toEqual([]);
  } finally {
    await desk.close();
  }
});
