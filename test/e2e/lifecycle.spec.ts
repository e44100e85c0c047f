import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { electronLaunchOptions } from '../support/electron-path.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { contoso, openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
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
    await addContoso(desk);
    const { clientId } = contoso;
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

async function addContoso(desk: LaunchedDesk): Promise<void> {
  const { clientId, clientToken } = contoso;
  const client = JSON.stringify({ clientId, label: 'Contoso Retail', token: clientToken });
  await desk.page.evaluate(`actionDesk.request('clients.add', ${client})`);
}

/** The vendor's environment with one finished piece of work, whose result CodePipeline refuses to take for now. */
async function anUndeliveredResult(simulator: SimulatorUnderTest): Promise<LaunchedDesk> {
  await storeVendorEnvironment(userData, simulator.endpoint, 'http');
  const desk = await launchDesk({ userData, env: vendorCredentials, args: ['--password-store=basic'] });
  await addContoso(desk);
  await simulator.fault({ ...refusal, kind: 'error', errorType: 'ThrottlingException' });
  await simulator.job({
    clientId: contoso.clientId,
    configuration: { TestPlan: 'checkout-peak', DurationSeconds: '0' },
  });
  const refused = async () => (await simulator.ledger()).calls[refusal.operation] ?? 0;
  await expect.poll(refused, { intervals: [50] }).toBeGreaterThan(0);
  return desk;
}

const refusal = { operation: 'PutThirdPartyJobSuccessResult' };

const accepted = async (simulator: SimulatorUnderTest): Promise<number> =>
  (await simulator.ledger()).jobs.flatMap(({ results }) => results).filter((result) => result.accepted)
    .length;

const closeWindow = (desk: LaunchedDesk): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

const titleOf = (desk: LaunchedDesk): Promise<string | undefined> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());

const ENDINGS: Record<string, (desk: LaunchedDesk) => Promise<unknown>> = {
  'closing the window': closeWindow,
  SIGTERM: (desk) => Promise.resolve(desk.app.process().kill('SIGTERM')),
  'quitting the application': (desk) => desk.app.evaluate(({ app }) => app.quit()),
  'the shutdown of the machine, which is asked to wait,': async (desk) => {
    const waits = await desk.app.evaluate(({ powerMonitor }) => {
      let asked = false;
      powerMonitor.emit('shutdown', { preventDefault: () => (asked = true) });
      return asked;
    });
    expect(waits).toBe(true);
  },
};

for (const [ending, end] of Object.entries(ENDINGS)) {
  test(`${ending} ends the process only once a result that fails for a while is out`, async () => {
    const simulator = await openSimulator({ scenario: 'bare', now: Date.now });
    try {
      const desk = await anUndeliveredResult(simulator);
      await end(desk);
      await expect.poll(() => titleOf(desk)).toContain('answering what is in hand');
      expect(await accepted(simulator)).toBe(0);
      const polls = async () => (await simulator.ledger()).calls['PollForThirdPartyJobs'];
      const before = await polls();
      await simulator.control('DELETE', 'faults');
      expect(await desk.exitCode).toBe(0);
      expect(await accepted(simulator)).toBe(1);
      expect(await polls()).toBe(before);
      await desk.close();
    } finally {
      await simulator.close();
    }
  });
}

test('closing the window again ends the process at once, and the next start sends what was left', async () => {
  const simulator = await openSimulator({ scenario: 'bare', now: Date.now });
  try {
    const desk = await anUndeliveredResult(simulator);
    await closeWindow(desk);
    await expect.poll(() => titleOf(desk)).toContain('answering what is in hand');
    // The second click of a double click is not taken for impatience: only a later one ends the process.
    const running = desk.app.process();
    const again = async () => {
      await closeWindow(desk).catch(() => undefined);
      return running.exitCode;
    };
    await expect.poll(again, { intervals: [500] }).toBe(1);
    expect(await accepted(simulator)).toBe(0);
    await simulator.control('DELETE', 'faults');
    const next = await launchDesk({ userData, env: vendorCredentials, args: ['--password-store=basic'] });
    // Without a keyring the client's token lives no longer than the session.
    await addContoso(next);
    await expect.poll(() => accepted(simulator)).toBe(1);
    await next.close();
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
