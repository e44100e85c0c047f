import { describeProgress } from './progress.ts';

/** Where a run puts an output artifact. */
export interface OutputPlace {
  readonly bucketName: string;
  readonly objectKey: string;
}

/** One load test at the vendor. Times are epoch milliseconds of the simulated clock. */
export interface BackendRun {
  readonly externalExecutionId: string;
  readonly idempotencyKey: string;
  readonly testPlan: string;
  readonly virtualUsers: number;
  readonly startedAt: number;
  readonly durationMs: number;
  /** `stall`: it is started, and then nobody hears of it any more; it never ends by itself. */
  readonly outcome: 'succeed' | 'fail' | 'stall';
  readonly failureMessage: string;
  readonly outputs: readonly OutputPlace[];
  /** How many start requests came for it. The second and later ones start nothing. */
  starts: number;
  cancelledAt: number | null;
  outputsWritten: boolean;
}

/** All runs, by id and by idempotency key. */
export interface BackendRuns {
  readonly byId: Map<string, BackendRun>;
  readonly byKey: Map<string, BackendRun>;
  nextId: number;
}

/** What a run looks like from outside, in the form of the http processor's contract. */
export interface BackendStatus {
  readonly externalExecutionId: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  readonly percentComplete: number;
  readonly summary: string;
  readonly failure?: { readonly type: 'JobFailed'; readonly message: string };
  readonly outputVariables?: Readonly<Record<string, string>>;
}

/** No runs; the first one will get the id 153245. */
export function noBackendRuns(): BackendRuns {
  return { byId: new Map(), byKey: new Map(), nextId: 153_245 };
}

/** Starts a run, unless one with this key exists: then that one is returned and only counted. */
export function startBackendRun(
  runs: BackendRuns,
  order: Omit<BackendRun, 'externalExecutionId' | 'starts' | 'cancelledAt' | 'outputsWritten'>,
): { run: BackendRun; isNew: boolean } {
  const existing = runs.byKey.get(order.idempotencyKey);
  if (existing) {
    existing.starts += 1;
    return { run: existing, isNew: false };
  }
  const externalExecutionId = String(runs.nextId++);
  const run = { ...order, externalExecutionId, starts: 1, cancelledAt: null, outputsWritten: false };
  runs.byId.set(externalExecutionId, run);
  runs.byKey.set(order.idempotencyKey, run);
  return { run, isNew: true };
}

/** Cancels a run that still runs; any other stays as it ended. */
export function cancelBackendRun(run: BackendRun, now: number): void {
  if (run.cancelledAt === null && shareDone(run, now) < 1) run.cancelledAt = now;
}

/** How far a stalled run comes. */
const STALLED_SHARE = 0.4;

/** The elapsed part of a run's duration, 0 to 1. */
function shareDone(run: BackendRun, now: number): number {
  const elapsed = run.durationMs === 0 ? 1 : Math.max(0, (now - run.startedAt) / run.durationMs);
  return Math.min(run.outcome === 'stall' ? STALLED_SHARE : 1, elapsed);
}

/** The state at `now`; it follows from the elapsed time alone and never goes back. */
export function backendStatus(run: BackendRun, now: number): BackendStatus {
  const share = shareDone(run, run.cancelledAt ?? now);
  const { externalExecutionId } = run;
  const percentComplete = Math.floor(share * 100);
  if (run.cancelledAt !== null) {
    const message = 'The load test was cancelled';
    return failed(externalExecutionId, percentComplete, message);
  }
  if (share < 1) {
    const summary = describeProgress(run, share);
    return { externalExecutionId, status: 'running', percentComplete, summary };
  }
  if (run.outcome === 'fail') return failed(externalExecutionId, 100, run.failureMessage);
  return {
    externalExecutionId,
    status: 'succeeded',
    percentComplete: 100,
    summary: `Finished: ${describeProgress(run, share)}`,
    outputVariables: { LoadTestRunId: externalExecutionId, LoadTestVerdict: 'passed' },
  };
}

function failed(externalExecutionId: string, percentComplete: number, message: string): BackendStatus {
  return {
    externalExecutionId,
    status: 'failed',
    percentComplete,
    summary: message,
    failure: { type: 'JobFailed', message },
  };
}
