import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { environmentSchema } from '#shared/domain/environment.ts';
import type { ActKind } from '#shared/domain/acts.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { actionTypes, contoso, openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import {
  jobKinds,
  parseCall,
  truthOf,
  type JobKind,
  type OrderedRun,
  type ShownCall,
  type Truth,
} from './acts-truth.ts';
import { openRun, runOfJob } from './simulator-control.ts';
import { vendorCredentials } from './vendor-environment.ts';

/** What the vendor sells: a load test that a backend does, and a review that a person does. */
export type Provider = 'Northwind-LoadTest' | 'Northwind-Review';

/** How one act is done and what is expected of it. */
interface ActSteps {
  /** What stands among the calls that the dialog shows. */
  readonly call: readonly string[];
  /** The name to be typed out; none where the act is not destructive. */
  readonly typedName?: string;
  readonly fill?: (dialog: Locator) => Promise<void>;
  /** What was read back: `Took effect` unless given. The dialog is left open where it is anything else. */
  readonly outcome?: 'Took effect' | 'No effect';
  /** The states before and after as the outcome tells them. */
  readonly states: string | RegExp;
}

/** A console in a protected environment: load tests at a backend and reviews by hand, of both protocols, in two regions. */
export interface ActsDesk {
  readonly desk: LaunchedDesk;
  readonly simulator: SimulatorUnderTest;
  /** Queues a job of the kind and waits for its run. */
  order(
    kind: JobKind,
    provider: 'Northwind-LoadTest' | 'Northwind-Review',
    region?: string,
  ): Promise<OrderedRun>;
  open(run: OrderedRun): Promise<void>;
  /** Lets the time pass that CodePipeline takes for the next job of a chain. */
  nextJob(): Promise<void>;
  /** How long the agent still waits, in ms, before it tries by itself to deliver the run's result. */
  untilNextTryMs(run: OrderedRun): Promise<number>;
  expectState(state: string): Promise<void>;
  /** Does an act in its dialog, with a reason, and waits for what was read back; answers the calls that the dialog showed. */
  act(kind: ActKind, steps: ActSteps): Promise<ShownCall[]>;
  /** The audit page has exactly these acts on the run, the newest first; each text is found in its row. */
  expectAudited(run: OrderedRun, rows: readonly (readonly string[])[]): Promise<void>;
  truth(run: OrderedRun): Promise<Truth>;
  close(): Promise<void>;
}

const REASON = 'CASE-4711: asked for by the customer';

async function storeEnvironment(userData: string, endpoint: string): Promise<void> {
  const runs = `${endpoint}/_backend/runs`;
  const http = {
    kind: 'http',
    startUrl: runs,
    statusUrl: `${runs}/{ExternalExecutionId}`,
    cancelUrl: `${runs}/{ExternalExecutionId}/cancel`,
  };
  const environment = environmentSchema.parse({
    name: 'vendor',
    protection: 'protected',
    credentials: { kind: 'chain' },
    endpoints: { codepipeline: endpoint, s3: endpoint },
    regions: ['us-east-1', 'us-west-2'],
    pollSeconds: 1,
    actionTypes: jobKinds.flatMap(({ owner }) => [
      { ...actionTypes.review, owner, processor: { kind: 'manual' } },
      { ...actionTypes.custom, owner, processor: http },
    ]),
  });
  await mkdir(userData, { recursive: true });
  const file = { version: 1, active: 'vendor', environments: [environment] };
  await writeFile(join(userData, 'environments.json'), JSON.stringify(file));
}

/** Starts a simulator of its own and a console that works against it; the simulator's time also goes on by itself. */
export async function openActsDesk(): Promise<ActsDesk> {
  const simulator = await openSimulator({ scenario: 'bare', now: Date.now });
  const userData = await mkdtemp(join(tmpdir(), 'action-desk-acts-'));
  await simulator.control('POST', 'action-types', { ...actionTypes.review, owner: 'ThirdParty' });
  await storeEnvironment(userData, simulator.endpoint);
  const desk = await launchDesk({ userData, env: vendorCredentials });
  const { page } = desk;
  const ask = (channel: string, request: object): Promise<unknown> =>
    page.evaluate(`actionDesk.request(${JSON.stringify(channel)}, ${JSON.stringify(request)})
      .then((answer) => { if (!answer.ok) throw new Error(answer.error.message); return answer.value; })`);
  await ask('clients.add', {
    clientId: contoso.clientId,
    label: 'Contoso Retail',
    token: contoso.clientToken,
    reason: 'the customer has signed up',
  });

  return {
    desk,
    simulator,
    async order({ owner }, provider, region = 'us-east-1') {
      const ordered = await simulator.job({
        region,
        actionTypeId: { ...actionTypes.custom, owner, provider },
        ...(owner === 'ThirdParty' ? { clientId: contoso.clientId } : {}),
        configuration: { TestPlan: 'checkout-peak', DurationSeconds: '90' },
        pipelineContext: { pipelineName: 'storefront-release', stage: 'Verify', action: 'Load' },
      });
      return { ...ordered, runId: await runOfJob(page, ordered.jobId) };
    },
    open: ({ runId }) => openRun(page, runId),
    nextJob: () => simulator.advance(30),
    async untilNextTryMs({ runId }) {
      const { pendingResult } = (await ask('runs.get', { id: runId })) as RunDetail;
      return (pendingResult?.nextTryAt ?? 0) - Date.now();
    },
    expectState: (state) => expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', state),
    async act(kind, { call, typedName, fill, outcome = 'Took effect', states }) {
      await page.getByTestId(`act-${kind}`).click();
      const dialog = page.getByRole('dialog');
      await fill?.(dialog);
      for (const part of call) await expect(dialog.getByTestId('act-call')).toContainText(part);
      await expect(dialog.getByTestId('act-submit')).toBeDisabled();
      await dialog.getByTestId('act-reason').locator('input').fill(REASON);
      if (typedName !== undefined) {
        await expect(dialog.getByTestId('act-submit')).toBeDisabled();
        await dialog.getByTestId('act-typed-name').locator('input').fill(typedName);
      }
      const shown = (await dialog.getByTestId('act-call').locator('pre').allInnerTexts()).map(parseCall);
      await dialog.getByTestId('act-submit').click();
      if (outcome === 'Took effect') await expect(dialog).toHaveCount(0, { timeout: 20_000 });
      const told = page.getByTestId('act-outcome').first();
      await expect(told).toContainText(outcome);
      await expect(told).toContainText(states);
      return shown;
    },
    async expectAudited({ runId }, expected) {
      await page.evaluate(`location.hash = '#/audit'; null`);
      const rows = page.getByTestId('audit-table').locator('tbody tr').filter({ hasText: runId });
      await expect(rows).toHaveCount(expected.length);
      for (const [at, texts] of expected.entries())
        for (const text of [...texts, REASON]) await expect(rows.nth(at)).toContainText(text);
    },
    truth: async (run) => truthOf(run, await simulator.ledger()),
    async close() {
      // A console that closes first waits for its results to be taken.
      await simulator.control('DELETE', 'faults');
      await desk.close();
      await simulator.close();
      await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
