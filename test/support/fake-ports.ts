import type { ClientTokens, Clock, JobService, Processor, WorkAnswer, WorkState } from '#main/agent/ports.ts';
import { actionTypeKey, protocolOf, type ActionTypeId } from '#shared/domain/action-type.ts';
import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { asClientId, asJobId } from '#shared/domain/ids.ts';
import type { JobDetails, JobRef, JobResult, PolledJob } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';

/** The one region, the two action types and the customers of the fakes. */
export const REGION = 'us-east-1';
export const CUSTOM_TYPE: ActionTypeId = {
  category: 'Test',
  owner: 'Custom',
  provider: 'Load',
  version: '1',
};
export const THIRD_PARTY_TYPE: ActionTypeId = { ...CUSTOM_TYPE, owner: 'ThirdParty' };
export const CLIENTS = {
  one: asClientId('3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d'),
  two: asClientId('c15a94be-7f38-4e02-9b6d-2d80f7a3e5c3'),
};

const REDELIVER_AFTER_MS = 30_000;
const START = 1_800_000_000_000;

/** Counts what is under way in the ledger, so that a test can wait for rest instead of for time. */
export class Activity {
  #running = 0;

  async track<T>(work: Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work;
    } finally {
      this.#running -= 1;
    }
  }

  /** Resolves when nothing has been under way for several turns of the event loop. */
  async rest(): Promise<void> {
    for (let calm = 0; calm < 6; calm = this.#running === 0 ? calm + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A clock that moves only when told to. `jump` moves the wall clock alone, as a suspended computer or NTP does. */
export interface ManualClock extends Clock {
  advance(ms: number): Promise<void>;
  jump(ms: number): void;
}

export function createManualClock(activity: Activity): ManualClock {
  let monotonic = 0;
  let wall = START;
  const timers = new Set<{ at: number; end: () => void }>();
  return {
    now: () => wall,
    monotonicMs: () => monotonic,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const timer = {
          // Whole milliseconds, as timers have them: a rest too small to add up would never be over.
          at: monotonic + Math.ceil(Math.max(ms, 0)),
          end: () => {
            timers.delete(timer);
            signal.removeEventListener('abort', timer.end);
            resolve();
          },
        };
        timers.add(timer);
        signal.addEventListener('abort', timer.end, { once: true });
      }),
    jump: (ms) => void (wall += ms),
    async advance(ms) {
      const target = monotonic + ms;
      await activity.rest();
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= target).sort((a, b) => a.at - b.at);
        const at = next?.at ?? target;
        wall += at - monotonic;
        monotonic = at;
        if (!next) return;
        next.end();
        await activity.rest();
      }
    },
  };
}

/** What the fake service keeps of a job; `results` holds the accepted ones. */
export interface FakeJob {
  jobId: string;
  type: ActionTypeId;
  clientId: ReturnType<typeof asClientId> | null;
  token: string | null;
  /** Names of the artifacts that the job declares; each lies at `bucket` under its name. */
  outputs: readonly string[];
  state: 'open' | 'claimed' | 'over';
  nonce: string;
  handedOutAt: number | null;
  results: JobResult[];
}

type Operation = keyof JobService;

/** One disturbance: thrown before the service acts, or after it acted (the answer was lost). */
export interface Disturbance {
  code: ErrorCode;
  message?: string;
  afterwards?: boolean;
  times?: number;
  jobId?: string;
}

export interface FakeService extends JobService {
  readonly jobs: Map<string, FakeJob>;
  readonly calls: { operation: Operation; jobId: string | null; at: number; result?: JobResult }[];
  add(jobId: string, change?: Partial<FakeJob>): FakeJob;
  /** Answers a function that ends the disturbance before its time. */
  disturb(operation: Operation, disturbance: Disturbance): () => void;
  /** Calls of the operation do not end before the function that is answered has been called. */
  hold(operation: Operation): () => void;
  count(operation: Operation, jobId?: string): number;
}

/** CodePipeline's rules in small: hand-out with a nonce, one claim, one result, a successor for a continuation. */
export function createFakeService(clock: Clock, continueAfterMs = 0): FakeService {
  const jobs = new Map<string, FakeJob>();
  const calls: FakeService['calls'] = [];
  const disturbances: (Disturbance & { operation: Operation })[] = [];
  const held = new Map<Operation, Promise<void>>();

  async function call<T>(operation: Operation, jobId: string | null, act: () => T, result?: JobResult) {
    calls.push({ operation, jobId, at: clock.now(), ...(result ? { result } : {}) });
    await held.get(operation);
    const found = disturbances.find(
      (each) => each.operation === operation && (!each.jobId || each.jobId === jobId),
    );
    if (!found) return act();
    if (found.times !== undefined && --found.times === 0) disturbances.splice(disturbances.indexOf(found), 1);
    if (found.afterwards) act();
    throw new ActionDeskError(found.code, found.message ?? `${operation}: ${found.code}`, {
      retryable: true,
    });
  }
  function find(ref: JobRef, token: Secret | null): FakeJob {
    const job = jobs.get(ref.jobId);
    if (!job) throw new ActionDeskError('aws-job-not-found', 'JobNotFoundException: no such job');
    if (job.clientId && token?.reveal() !== `token of ${job.clientId}`)
      throw new ActionDeskError('aws-invalid-client-token', 'InvalidClientTokenException: wrong token');
    return job;
  }
  const add: FakeService['add'] = (jobId, change = {}) => {
    const job: FakeJob = {
      ...{ jobId, type: CUSTOM_TYPE, clientId: null, token: null, outputs: [] },
      ...{ state: 'open', nonce: `${jobId}-0` },
      ...{ handedOutAt: null, results: [] },
      ...change,
    };
    jobs.set(jobId, job);
    return job;
  };
  const detailsOf = (job: FakeJob): JobDetails => ({
    jobId: asJobId(job.jobId),
    nonce: new Secret(job.nonce),
    accountId: null,
    continuationToken: job.token,
    configuration: new Map([['Plan', 'checkout']]),
    pipelineContext: {
      ...{ pipelineName: 'shop', stageName: 'Verify', actionName: 'Load', pipelineArn: null },
      ...{ pipelineExecutionId: null, actionExecutionId: null },
    },
    ...{ inputArtifacts: [], encryptionKeyId: null },
    outputArtifacts: job.outputs.map((name) => ({
      ...{ name, revision: null, location: { bucket: 'bucket', key: name } },
    })),
    artifactCredentials: {
      accessKeyId: new Secret('ASIATEST'),
      secretAccessKey: new Secret('a job secret'),
      sessionToken: new Secret('a session'),
    },
  });
  const available = (job: FakeJob): boolean =>
    job.state === 'open' && (job.handedOutAt === null || clock.now() >= job.handedOutAt + REDELIVER_AFTER_MS);

  return {
    jobs,
    calls,
    add,
    disturb(operation, disturbance) {
      const added = { ...disturbance, operation };
      disturbances.push(added);
      return () => {
        const at = disturbances.indexOf(added);
        if (at >= 0) disturbances.splice(at, 1);
      };
    },
    hold(operation) {
      let release = (): void => undefined;
      held.set(operation, new Promise((resolve) => (release = resolve)));
      return () => {
        held.delete(operation);
        release();
      };
    },
    count: (operation, jobId) =>
      calls.filter((each) => each.operation === operation && (!jobId || each.jobId === jobId)).length,
    poll: (cell, maxJobs) =>
      call('poll', null, () => {
        const key = actionTypeKey(cell.actionTypeId);
        const out = [...jobs.values()].filter((job) => actionTypeKey(job.type) === key && available(job));
        return out.slice(0, maxJobs).map((job): PolledJob => {
          if (job.handedOutAt !== null) job.nonce = `${job.jobId}-${clock.now()}`;
          job.handedOutAt = clock.now();
          const jobId = asJobId(job.jobId);
          return job.clientId
            ? { protocol: 'third-party', jobId, clientId: job.clientId }
            : { protocol: 'custom', jobId, details: detailsOf(job) };
        });
      }),
    details: (ref, token) =>
      call('details', ref.jobId, () => {
        const details = detailsOf(find(ref, token));
        return protocolOf(jobs.get(ref.jobId)?.type ?? CUSTOM_TYPE) === 'custom'
          ? { ...details, nonce: null }
          : details;
      }),
    acknowledge: (ref, nonce, token) =>
      call('acknowledge', ref.jobId, () => {
        const job = find(ref, token);
        if (job.state !== 'open' || nonce.reveal() !== job.nonce)
          throw new ActionDeskError('aws-invalid-nonce', 'InvalidNonceException: not the nonce');
        job.state = 'claimed';
        return 'InProgress' as const;
      }),
    putResult: (ref, result, token) =>
      call(
        'putResult',
        ref.jobId,
        () => {
          const job = find(ref, token);
          if (job.state !== 'claimed')
            throw new ActionDeskError('aws-invalid-job-state', `InvalidJobStateException: ${job.state}`);
          job.state = 'over';
          job.results.push(result);
          if (result.kind !== 'continue') return;
          const handedOutAt = clock.now() + continueAfterMs - REDELIVER_AFTER_MS;
          const next = { ...job, token: result.continuationToken, results: [], handedOutAt };
          const jobId = `${job.jobId}+`;
          add(jobId, { ...next, jobId, state: 'open', nonce: `${jobId}-0` });
        },
        result,
      ),
  };
}

/** A backend that starts each idempotency key once. `answer` replaces what it says. */
export interface FakeProcessor extends Processor {
  readonly starts: string[];
  readonly asked: string[];
  readonly cancelled: string[];
  answer: (what: 'start' | 'status', id: string, signal: AbortSignal) => WorkAnswer | Promise<WorkAnswer>;
}

export function aState(id: string, status: WorkState['status'], change: Partial<WorkState> = {}): WorkAnswer {
  const silent = { percentComplete: null, summary: null, failure: null, outputVariables: null };
  return { kind: 'state', httpStatus: 200, state: { externalExecutionId: id, status, ...silent, ...change } };
}

export const UNAVAILABLE: WorkAnswer = {
  kind: 'unavailable',
  message: 'connection refused',
  httpStatus: null,
};

/** What a backend that hangs answers: nothing, until the agent gives up on the call. */
export function hanging(signal: AbortSignal): Promise<WorkAnswer> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(UNAVAILABLE);
    signal.addEventListener('abort', () => resolve(UNAVAILABLE), { once: true });
  });
}

export function createFakeProcessor(kind: Processor['kind'] = 'http'): FakeProcessor {
  const fake: FakeProcessor = {
    ...{ kind, starts: [], asked: [], cancelled: [] },
    answer: (what, id) => aState(what === 'start' ? `work-${fake.starts.length}` : id, 'running'),
    start: async (_request, key, signal) => {
      fake.starts.push(key);
      return fake.answer('start', key, signal);
    },
    status: async (id, signal) => {
      fake.asked.push(id);
      return fake.answer('status', id, signal);
    },
    cancel: (id) => {
      fake.cancelled.push(id);
      return Promise.resolve(aState(id, 'failed'));
    },
  };
  return fake;
}

/** Knows the tokens of the fake service's clients until one is refused. */
export function createFakeTokens(): ClientTokens & {
  readonly refusedIds: string[];
  wrong: Set<string>;
  disabled: Set<string>;
} {
  const refusedIds: string[] = [];
  const wrong = new Set<string>();
  const disabled = new Set<string>();
  return {
    refusedIds,
    wrong,
    disabled,
    find: (clientId) =>
      Promise.resolve({
        label: 'A customer',
        token: refusedIds.includes(clientId)
          ? null
          : new Secret(wrong.has(clientId) ? 'an old token' : `token of ${clientId}`),
        disabled: disabled.has(clientId),
      }),
    used: () => Promise.resolve(),
    refused: (clientId) => Promise.resolve(void refusedIds.push(clientId)),
  };
}
