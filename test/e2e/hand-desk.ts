import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import type { ActKind } from '#shared/domain/acts.ts';
import type { AuditEntry } from '#shared/domain/audit.ts';
import { environmentSchema, type Protection } from '#shared/domain/environment.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import type { SimulatorOptions } from '#main/simulator/server.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { actionTypes, contoso, openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { openRun, runOfJob } from './simulator-control.ts';
import { vendorCredentials } from './vendor-environment.ts';

/** The two kinds of jobs, both worked on by hand. */
export type Kind = 'third-party' | 'custom';

/** Writes `environments.json` with these environments, the first in use; in each people do all work, on both kinds of jobs. */
export async function storeHandEnvironments(
  userData: string,
  endpoint: string,
  environments: readonly { name: string; protection: Protection }[],
): Promise<void> {
  const manual = { processor: { kind: 'manual' } };
  const parsed = environments.map((environment) =>
    environmentSchema.parse({
      ...environment,
      credentials: { kind: 'chain' },
      endpoints: { codepipeline: endpoint, s3: endpoint },
      regions: ['us-east-1'],
      pollSeconds: 1,
      actionTypes: [
        { ...actionTypes.thirdParty, ...manual },
        { ...actionTypes.review, ...manual },
      ],
    }),
  );
  await mkdir(userData, { recursive: true });
  const file = { version: 1, active: parsed[0]?.name, environments: parsed };
  await writeFile(join(userData, 'environments.json'), JSON.stringify(file));
}

/** A console on such environments, and the simulator outside of it; to be read inside of tests only. */
export interface HandDesk {
  readonly desk: LaunchedDesk;
  readonly simulator: SimulatorUnderTest;
  /** Answers a request of the page, or throws its refusal. */
  ask<T>(channel: string, payload: unknown): Promise<T>;
  /** Stores the client token; a protected environment wants a reason. */
  addContoso(reason?: string): Promise<void>;
  /** Queues a job and answers once the console shows that it waits for a person. */
  waiting(kind: Kind): Promise<{ jobId: string; chainId: string; runId: string }>;
  /** Opens the act's dialog on the run's page, fills it in and sends it: its dialog, once the outcome is read back. */
  act(runId: string, kind: ActKind, fill?: (dialog: Locator) => Promise<void>): Promise<Locator>;
  run(runId: string): Promise<RunSummary>;
  /** The audit of a run, the newest first. */
  audit(runId: string): Promise<AuditEntry[]>;
}

/** One console for all tests of a file, with a simulator that hands jobs out again after a second. */
export function handDesk(
  environments: readonly { name: string; protection: Protection }[] = [
    { name: 'vendor', protection: 'open' },
  ],
  timing: SimulatorOptions = { continueAfterSeconds: 0, redeliverAfterSeconds: 1 },
): HandDesk {
  let desk: LaunchedDesk;
  let simulator: SimulatorUnderTest;
  let userData: string;
  test.beforeAll(async () => {
    userData = await mkdtemp(join(tmpdir(), 'action-desk-by-hand-'));
    simulator = await openSimulator({ scenario: 'bare', now: Date.now, ...timing });
    await storeHandEnvironments(userData, simulator.endpoint, environments);
    desk = await launchDesk({ userData, env: vendorCredentials, args: ['--password-store=basic'] });
    await made.addContoso();
  });
  test.afterAll(async () => {
    await desk.close();
    await simulator.close();
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  });
  test.afterEach(() => expect(desk.violations).toEqual([]));

  const made: HandDesk = {
    get desk() {
      return desk;
    },
    get simulator() {
      return simulator;
    },
    async ask(channel, payload) {
      const asked = `actionDesk.request(${JSON.stringify(channel)}, ${JSON.stringify(payload)})`;
      const answer = await desk.page.evaluate<{ ok: boolean; value: never; error?: { message: string } }>(
        asked,
      );
      if (!answer.ok) throw new Error(answer.error?.message);
      return answer.value;
    },
    async addContoso(reason) {
      const { clientId, clientToken } = contoso;
      await made.ask('clients.add', { clientId, label: 'Contoso Retail', token: clientToken, reason });
    },
    async waiting(kind) {
      const order = kind === 'custom' ? { actionTypeId: actionTypes.review } : { clientId: contoso.clientId };
      const job = await simulator.job(order);
      const runId = await runOfJob(desk.page, job.jobId);
      await expect.poll(async () => (await made.run(runId)).state).toBe('waiting-for-engineer');
      return { ...job, runId };
    },
    async act(runId, kind, fill) {
      const { page } = desk;
      await openRun(page, runId);
      await page.getByTestId(`act-${kind}`).click();
      const dialog = page.getByRole('dialog');
      await fill?.(dialog);
      await dialog.getByTestId('act-submit').click();
      await expect(dialog.getByTestId('act-outcome').or(dialog.getByTestId('act-error'))).toBeVisible();
      return dialog;
    },
    run: async (runId) => (await made.ask<{ run: RunSummary }>('runs.get', { id: runId })).run,
    audit: async (runId) =>
      (await made.ask<{ rows: AuditEntry[] }>('audit.list', { filter: { text: runId } })).rows,
  };
  return made;
}
