import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ActionTypeId, FailureType, JobStatus } from '@aws-sdk/client-codepipeline';
import { S3Client } from '@aws-sdk/client-s3';
import { startSimulator } from '#main/simulator/server.ts';
import type { SimulatorOptions } from '#main/simulator/server.ts';

/** The practice vendor's action types, as a client of the service writes them. */
export const actionTypes = {
  thirdParty: { category: 'Test', owner: 'ThirdParty', provider: 'Northwind-LoadTest', version: '1' },
  custom: { category: 'Test', owner: 'Custom', provider: 'Northwind-LoadTest', version: '1' },
  review: { category: 'Test', owner: 'Custom', provider: 'Northwind-Review', version: '1' },
} as const satisfies Record<string, ActionTypeId>;

/** Contoso Retail, a customer whose token the vendor has on file in every scenario with clients. */
export const contoso = {
  clientId: '3f0c6a52-9d1e-4c7b-8a40-51e7d2b6f901',
  clientToken: 'ct-4kP7wZqS2nVxR8bL',
} as const;

/** One job in the simulator's ledger. Times are epoch milliseconds. */
export interface LedgerJob {
  jobId: string;
  chainId: string;
  sequence: number;
  region: string;
  protocol: 'third-party' | 'custom';
  status: JobStatus;
  createdAt: number;
  deadlineAt: number;
  dispatches: number[];
  acknowledgedAt?: number;
  acknowledgedBy: string | null;
  continuationToken: string | null;
  invalidNonceCount: number;
  results: {
    at: number;
    operation: string;
    accepted: boolean;
    error?: string;
    continuationToken?: string;
    percentComplete?: number;
    summary?: string;
    externalExecutionId?: string;
    failureDetails?: { type: FailureType; message: string; externalExecutionId?: string };
    outputVariables?: Record<string, string>;
  }[];
}

/** What really happened, in the simulator's own words. */
export interface Ledger {
  now: number;
  jobs: LedgerJob[];
  chains: {
    chainId: string;
    region: string;
    final: 'succeeded' | 'failed' | 'abandoned' | null;
    externalExecutionId?: string;
    percentComplete?: number;
    seed?: { name: string; intended: 'succeeded' | 'failed' | 'waits-for-human' };
  }[];
  backend: {
    externalExecutionId: string;
    idempotencyKey: string;
    starts: number;
    startedAt: number;
    status: 'running' | 'succeeded' | 'failed';
    percentComplete: number;
    cancelled: boolean;
  }[];
  calls: Record<string, number>;
}

/** A job to be queued through the control interface; the rest of its fields are as the simulator makes them. */
export interface JobOrder {
  region?: string;
  actionTypeId?: ActionTypeId;
  clientId?: string;
  configuration?: Record<string, string>;
  inputArtifacts?: string[];
  outputArtifacts?: string[];
  pipelineContext?: object;
  customerKey?: boolean;
}

/** A running simulator with what a test needs around it. */
export interface SimulatorUnderTest {
  readonly endpoint: string;
  /** SDK clients for a region (us-east-1), with one attempt per call. The same one each time. */
  codePipeline(region?: string): CodePipelineClient;
  s3(region?: string): S3Client;
  /** The frozen host clock in epoch milliseconds, plus what was skipped. */
  now(): number;
  /** Skips time. The host clock itself stands still. */
  advance(seconds: number): Promise<void>;
  /** Starts over, with the clock back at the host's; scenario and overrides as the control interface has them. */
  reset(body?: object): Promise<void>;
  /** Queues a job: a third-party one of Contoso's where a client id is given, else a custom one. */
  job(order?: JobOrder): Promise<{ jobId: string; chainId: string }>;
  fault(fault: Record<string, unknown>): Promise<void>;
  ledger(): Promise<Ledger>;
  ledgerJob(jobId: string): Promise<LedgerJob>;
  /** Any call of the control interface; resolves to its status and body whatever the status is. */
  control<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: T }>;
  close(): Promise<void>;
}

/** The time at which every simulator under test starts, in epoch milliseconds. */
export const testStart = Date.UTC(2026, 0, 15, 9, 30);

/** Starts a simulator (scenario `bare`, frozen clock, the field's usual delays unless said otherwise). */
export async function openSimulator(options: SimulatorOptions = {}): Promise<SimulatorUnderTest> {
  const simulator = await startSimulator({ scenario: 'bare', now: () => testStart, ...options });
  const { endpoint } = simulator;
  const settings = {
    endpoint,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' },
    retryMode: 'standard',
    maxAttempts: 1,
  };
  const pipelines = new Map<string, CodePipelineClient>();
  const stores = new Map<string, S3Client>();
  let skippedMs = 0;

  const control: SimulatorUnderTest['control'] = async <T>(method: string, path: string, body?: object) => {
    const payload = body && { body: JSON.stringify(body) };
    const response = await fetch(`${endpoint}/_simulator/${path}`, { method, ...payload });
    return { status: response.status, body: (await response.json()) as T };
  };
  const mustControl = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await control<T>(method, path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const ledger = () => mustControl<Ledger>('GET', 'ledger');

  return {
    endpoint,
    control,
    ledger,
    codePipeline: (region = 'us-east-1') =>
      remembered(pipelines, region, () => new CodePipelineClient({ ...settings, region })),
    s3: (region = 'us-east-1') =>
      remembered(stores, region, () => new S3Client({ ...settings, region, forcePathStyle: true })),
    now: () => testStart + skippedMs,
    advance: async (advanceSeconds) => {
      skippedMs += advanceSeconds * 1000;
      await mustControl('POST', 'clock', { advanceSeconds });
    },
    reset: async (body = {}) => {
      await mustControl('POST', 'reset', body);
      skippedMs = 0;
    },
    job: (order = {}) => {
      const actionTypeId = order.clientId === undefined ? actionTypes.custom : actionTypes.thirdParty;
      const configuration = { TestPlan: 'checkout-peak' };
      return mustControl('POST', 'jobs', { region: 'us-east-1', actionTypeId, configuration, ...order });
    },
    fault: async (fault) => {
      await mustControl('POST', 'faults', fault);
    },
    ledgerJob: async (jobId) => {
      const found = (await ledger()).jobs.find((job) => job.jobId === jobId);
      if (!found) throw new Error(`the ledger has no job ${jobId}`);
      return found;
    },
    close: async () => {
      for (const client of [...pipelines.values(), ...stores.values()]) client.destroy();
      await simulator.close();
    },
  };
}

/** Runs `work` with a simulator of its own, which is closed afterwards whatever happens. */
export async function withSimulator<T>(
  work: (simulator: SimulatorUnderTest) => Promise<T>,
  options: SimulatorOptions = {},
): Promise<T> {
  const simulator = await openSimulator(options);
  try {
    return await work(simulator);
  } finally {
    await simulator.close();
  }
}

function remembered<T>(made: Map<string, T>, key: string, make: () => T): T {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}
