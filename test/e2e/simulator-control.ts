import { expect, type Page } from '@playwright/test';
import type { JobOrder, Ledger } from '../support/simulator.ts';

interface KnownClient {
  readonly clientId: string;
  readonly label: string;
  readonly clientToken: string;
}

/** What the tests use of the scenario's own description. */
export interface ScenarioFacts {
  readonly clients: readonly KnownClient[];
  readonly missingTokens: readonly KnownClient[];
  readonly backend: { readonly startUrl: string; readonly statusUrl: string };
  readonly seeds: readonly {
    readonly name: string;
    readonly chainId: string;
    readonly region: string;
    readonly intended: 'succeeded' | 'failed' | 'waits-for-human';
  }[];
}

/** The control interface of the simulator inside the console: the oracle of these tests. Refusals throw. */
export interface SimulatorControl {
  readonly endpoint: string;
  scenario(): Promise<ScenarioFacts>;
  ledger(): Promise<Ledger>;
  /** Queues the first job of a run in us-east-1, unless the order says otherwise. */
  order(order: JobOrder): Promise<{ jobId: string; chainId: string }>;
  fault(fault: Record<string, unknown>): Promise<void>;
}

/** The review that a person does, for the jobs that tests order. */
export const review = {
  category: 'Test',
  owner: 'Custom',
  provider: 'Northwind-Review',
  version: '1',
} as const;

/** Finds the simulator by the endpoint that the console shows in its bar. */
export async function simulatorOf(page: Page): Promise<SimulatorControl> {
  const endpoint = await page.getByTestId('simulator-endpoint').innerText();
  const call = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const response = await fetch(`${endpoint}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    endpoint,
    scenario: () => call('GET', 'scenario'),
    ledger: () => call('GET', 'ledger'),
    order: (order) =>
      call('POST', 'jobs', {
        region: 'us-east-1',
        actionTypeId: review,
        configuration: {},
        inputArtifacts: [],
        outputArtifacts: [],
        secretConfiguration: [],
        ...order,
      }),
    fault: (fault) => call('POST', 'faults', fault),
  };
}

/** The job that opened a chain; the chain has one as soon as it exists. */
export async function firstJobOf(simulator: SimulatorControl, chainId: string): Promise<string> {
  const job = (await simulator.ledger()).jobs.find((one) => one.chainId === chainId);
  if (!job) throw new Error(`the ledger has no job of ${chainId}`);
  return job.jobId;
}

/** The chain of the seed with that name. */
export async function chainOfSeed(simulator: SimulatorControl, name: string): Promise<string> {
  const seed = (await simulator.scenario()).seeds.find((one) => one.name === name);
  if (!seed) throw new Error(`the scenario has no seed ${name}`);
  return seed.chainId;
}

/** Every result that CodePipeline was sent for a chain, in order. */
export async function resultsOf(
  simulator: SimulatorControl,
  chainId: string,
): Promise<Ledger['jobs'][number]['results']> {
  const { jobs } = await simulator.ledger();
  return jobs.filter((job) => job.chainId === chainId).flatMap((job) => job.results);
}

/** Waits until the console knows a job and answers the id of its run. */
export async function runOfJob(page: Page, jobId: string, timeout = 15_000): Promise<string> {
  const ask = `actionDesk.request('runs.get', { id: ${JSON.stringify(jobId)} })
    .then((answer) => (answer.ok ? answer.value.run.runId : ''))`;
  let runId = '';
  await expect.poll(async () => (runId = await page.evaluate<string>(ask)), { timeout }).not.toBe('');
  return runId;
}

/** Opens a run's page by its address, as a link would, and waits for it. */
export async function openRun(page: Page, runId: string): Promise<void> {
  await page.evaluate(`location.hash = '#/runs/' + encodeURIComponent(${JSON.stringify(runId)}); null`);
  await page.getByTestId('run-detail').waitFor();
}
