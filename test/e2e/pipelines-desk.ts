import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
  type ActionTypeId,
  type CodePipelineClient,
} from '@aws-sdk/client-codepipeline';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { ExecutionMode } from '#shared/domain/pipeline.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { truthOf, type Truth } from '../support/pipeline-truth.ts';
import { openPipeline, type PipelineUnderTest } from '../support/random-pipeline.ts';
import { openSimulator, type SimulatorUnderTest } from '../support/simulator.ts';
import { storeVendorEnvironment, vendorCredentials } from './vendor-environment.ts';

/** A pipeline of `openPipeline` that is on the screen. The first execution has its source behind it and is in Build. */
export interface PipelineOnScreen extends PipelineUnderTest {
  readonly first: string;
  readonly truth: Truth;
  /** A colleague's start; the source is ended at once, so that it stands in or in front of Build. */
  start(): Promise<string>;
}

/** The console and the simulator of a file of tests; to be read inside of tests only. */
export interface PipelinesDesk {
  readonly desk: LaunchedDesk;
  readonly page: Page;
  readonly simulator: SimulatorUnderTest;
  /** A colleague, with credentials of their own. */
  readonly colleague: CodePipelineClient;
  /** Begins anew with one pipeline, shows it, and reads it; names are to differ, since the console remembers. */
  open(name: string, mode?: ExecutionMode): Promise<PipelineOnScreen>;
}

/**
 * One console for all tests of a file, in a live environment over a simulator whose clock stands still until a test steps it. After
 * each test the page must have refused nothing.
 */
export function pipelinesDesk(
  options: { processor?: 'http' | 'manual'; actionType?: ActionTypeId } = {},
): PipelinesDesk {
  const startedAt = Date.now();
  let desk: LaunchedDesk;
  let simulator: SimulatorUnderTest;
  let folder: string;
  let onScreen: PipelineUnderTest | null = null;
  test.beforeAll(async () => {
    simulator = await openSimulator({ now: () => startedAt });
    folder = await mkdtemp(join(tmpdir(), 'action-desk-pipelines-'));
    const { processor = 'manual', actionType } = options;
    await storeVendorEnvironment(folder, simulator.endpoint, processor, simulator.endpoint, actionType);
    desk = await launchDesk({ userData: folder, env: vendorCredentials });
  });
  test.afterAll(async () => {
    onScreen?.close();
    await desk.close();
    await simulator.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  test.afterEach(() => expect(desk.violations).toEqual([]));
  return {
    get desk() {
      return desk;
    },
    get page() {
      return desk.page;
    },
    get simulator() {
      return simulator;
    },
    get colleague() {
      return simulator.codePipeline();
    },
    async open(name, mode = 'SUPERSEDED') {
      onScreen?.close();
      await simulator.reset({ scenario: 'bare' });
      const client = simulator.codePipeline();
      const pipeline = await openPipeline(simulator, mode, 'us-east-1', name);
      onScreen = pipeline;
      const { pipelineExecutionSummaries = [] } = await client.send(
        new ListPipelineExecutionsCommand({ pipelineName: name }),
      );
      await pipeline.endSource();
      await show(desk.page, name);
      return {
        ...pipeline,
        first: pipelineExecutionSummaries[0]?.pipelineExecutionId ?? '',
        truth: truthOf(client, name),
        async start() {
          const { pipelineExecutionId = '' } = await client.send(new StartPipelineExecutionCommand({ name }));
          await pipeline.endSource();
          return pipelineExecutionId;
        },
      };
    },
  };
}

/** Goes to a pipeline's page as a link would, and reads the pipeline as it is now; `more` is what follows its address. */
export async function show(page: Page, name: string, more = ''): Promise<void> {
  const hash = `#/pipelines/us-east-1/${name}${more}`;
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}; null`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await readNow(page);
}

/** Reads the pipeline on the screen without waiting for its next turn. */
export const readNow = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Read the pipeline now' }).click();

/** The sentences of a list, in their order; none where there is no such list. */
const sentences = (list: Locator): Promise<string[]> => list.getByRole('listitem').allInnerTexts();

/** Begins an act at the place that is chosen and answers what it will cause, as the dialog says once it is sure. */
export async function begin(
  page: Page,
  offer: string,
  decide: (dialog: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  await page.getByTestId(offer).first().click();
  await decide(page);
  const whatIf = page.getByTestId('what-if');
  await expect(whatIf).toHaveAttribute('data-fresh', 'true');
  return sentences(whatIf.getByRole('list', { name: 'At once' }));
}

/** Sends the act that was begun; leaves the outcome on the screen. */
export async function send(page: Page, outcome: 'took-effect' | 'no-effect' | 'overtaken'): Promise<Locator> {
  await page.getByTestId('pipeline-act-submit').click();
  // The advice that was followed first has an outcome of its own, which goes with the form.
  await expect(page.getByTestId('pipeline-act-submit')).toHaveCount(0, { timeout: 20_000 });
  const told = page.getByTestId('pipeline-outcome');
  await expect(told).toHaveAttribute('data-outcome', outcome);
  return told;
}

export const close = (page: Page): Promise<void> => page.getByTestId('pipeline-act-close').click();

/**
 * Does an act on the screen from its button to its outcome: what was predicted must be told as what happened, no sentence less and
 * none more. Answers the prediction.
 */
export async function act(
  page: Page,
  offer: string,
  decide?: (dialog: Page) => Promise<unknown>,
): Promise<string[]> {
  const predicted = await begin(page, offer, decide);
  const told = await send(page, 'took-effect');
  const asPredicted = told.locator('section', { hasText: 'As predicted' });
  await expect(asPredicted.getByRole('listitem')).toHaveText(predicted);
  await expect(told).not.toContainText('Did not happen');
  await expect(told).not.toContainText('Also happened');
  await close(page);
  return predicted;
}

/** Chooses in the dialog. */
export const choose =
  (label: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('radio', { name: label, exact: false }).check();

/** What the page says of an execution, when it is looked at by itself. */
export async function explained(page: Page, name: string, executionId: string): Promise<Locator> {
  await show(page, name, `/${executionId}`);
  return page.getByTestId('explain');
}
