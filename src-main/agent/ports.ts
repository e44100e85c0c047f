import type { ActionTypeId, JobProtocol } from '#shared/domain/action-type.ts';
import type { ClientId, JobId, RunId } from '#shared/domain/ids.ts';
import type {
  ArtifactCredentials,
  FailureType,
  JobArtifact,
  JobDetails,
  JobRef,
  JobResult,
  JobStatus,
  PipelineContext,
  PollCell,
  PolledJob,
} from '#shared/domain/job.ts';
import type { RunHolder } from '#shared/domain/acts.ts';
import type { RunEvent, RunState } from '#shared/domain/run-state.ts';
import type { Secret } from '#shared/domain/secret.ts';

/**
 * CodePipeline as the agent sees it. Every method makes exactly one API call, has a deadline of its own, and throws an
 * ActionDeskError whose code says what the service answered; it never retries `acknowledge`.
 */
export interface JobService {
  /** At most `maxJobs` jobs of one action type in one region. */
  poll(cell: PollCell, maxJobs: number, signal: AbortSignal): Promise<PolledJob[]>;
  /** Renews what is known of a job (and its artifact credentials). The nonce is null for custom jobs. */
  details(job: JobRef, clientToken: Secret | null): Promise<JobDetails>;
  /** Claims the job. Only the answer `InProgress` means that it is ours. */
  acknowledge(job: JobRef, nonce: Secret, clientToken: Secret | null): Promise<JobStatus>;
  putResult(job: JobRef, result: JobResult, clientToken: Secret | null): Promise<void>;
}

/** The vault of client tokens, by client id. */
export interface ClientTokens {
  /**
   * `label` is null for an unknown client; `token` is null when none is usable in this session. For a disabled client
   * nothing new is claimed; what was claimed before is brought to its end.
   */
  find(clientId: ClientId): Promise<{ label: string | null; token: Secret | null; disabled: boolean }>;
  /** CodePipeline took the token at `now` (epoch ms). */
  used(clientId: ClientId, now: number): Promise<void>;
  /** CodePipeline refused the token: counts, and keeps it from being used until it is replaced. */
  refused(clientId: ClientId, now: number): Promise<void>;
}

/** Where people hold claiming back, beside the switches of cells. */
export interface Holds {
  /** Why nothing new is claimed in the cell, for people; null where nothing is held. */
  sentenceOf(cell: PollCell): string | null;
}

/** What the agent needs to know of a run to decide; people see more (RunSummary). Times are epoch milliseconds. */
export interface RunRecord {
  runId: RunId;
  region: string;
  protocol: JobProtocol;
  actionTypeId: ActionTypeId;
  processorKind: 'http' | 'command' | 'manual';
  clientId: ClientId | null;
  state: RunState;
  heldBy: RunHolder;
  /** 1 for the first start of the backend work; part of the idempotency key. */
  attempt: number;
  externalExecutionId: string | null;
  /** The token that the next job of the chain will bring, or the present one brought. */
  continuationToken: string | null;
  percentComplete: number | null;
  message: string | null;
  currentJobId: JobId;
  deadlineAt: number | null;
  /** Since when the backend has not answered sensibly; null while it does. */
  backendUnreachableSince: number | null;
  /** When the present job was written down for claiming; lets an uncertain claim be settled. */
  claimingSince: number | null;
  createdAt: number;
  updatedAt: number;
}

/** A job as the ledger first hears of it. `details` is null where only the poll's answer is known (third-party). */
export interface SeenJob {
  job: JobRef;
  actionTypeId: ActionTypeId;
  processorKind: RunRecord['processorKind'];
  clientId: ClientId | null;
  clientLabel: string | null;
  details: JobDetails | null;
  /** Configuration keys whose values must not be stored. */
  secretKeys: ReadonlySet<string>;
  executionUrlTemplate: string | null;
  seenAt: number;
  /** Upper estimate: the first sight plus the action type's job time-out. */
  deadlineAt: number;
}

/** One line for the run's timeline, already redacted: `payload` must be plain JSON. */
export interface TimelineLine {
  jobId: JobId | null;
  at: number;
  kind: 'codepipeline' | 'backend' | 'agent' | 'engineer';
  operation: string;
  outcome: 'ok' | 'refused' | 'failed' | 'info';
  durationMs: number | null;
  sentence: string;
  payload?: unknown;
}

/** Fields that a transition may set beside the state. Undefined leaves a field as it is. */
export interface RunPatch {
  heldBy?: RunHolder;
  attempt?: number;
  externalExecutionId?: string | null;
  continuationToken?: string | null;
  percentComplete?: number | null;
  message?: string | null;
  failureType?: FailureType | null;
  deadlineAt?: number | null;
  backendUnreachableSince?: number | null;
  claimingSince?: number | null;
}

/** A result that is written down and not settled. */
export interface OutboxRow {
  outboxId: number;
  runId: RunId;
  job: JobRef;
  clientId: ClientId | null;
  result: JobResult;
  tries: number;
  nextTryAt: number;
  /** An earlier try had no answer: CodePipeline may have accepted the result. */
  mayHaveArrived: boolean;
  /** Why the latest try settled nothing; absent before the first one. */
  lastError?: string;
}

/**
 * The durable memory of the agent. Every method is one transaction, finished when its promise resolves: the agent writes
 * here before it acts. Every change of a run is announced by the implementation to whoever watches the ledger.
 */
export interface RunLedger {
  /**
   * Finds the run of a job by job id, else by (region, action type, continuation token), else opens a new one in state
   * `polled`; writes down the job and what its details tell. A known run gets the new job as its current one.
   * `firstSight` is false when the job id was known already. A job id of a final run gives that run back unchanged.
   */
  jobSeen(seen: SeenJob, newRunId: RunId): Promise<{ run: RunRecord; firstSight: boolean }>;
  find(runId: RunId): Promise<RunRecord | null>;
  findByJob(region: string, jobId: JobId): Promise<RunRecord | null>;
  /** The output artifacts that the run's job declares, as far as its details were ever read. */
  outputArtifacts(runId: RunId): Promise<readonly JobArtifact[]>;
  /**
   * Applies one event of the run state machine with what it changes, and the lines that tell of it. The states of job rows
   * follow: claim-started → claiming, claimed-by-… → claimed, claim-lost → lost, job-over → over, …-accepted → answered.
   * Answers null, changing nothing but the timeline, when the event is not possible in the present state.
   */
  apply(
    runId: RunId,
    event: RunEvent,
    patch: RunPatch,
    at: number,
    lines: readonly TimelineLine[],
  ): Promise<RunRecord | null>;
  /** Changes fields without a change of state. */
  patch(runId: RunId, patch: RunPatch, at: number, lines: readonly TimelineLine[]): Promise<RunRecord>;
  /** Adds lines to the timeline only. */
  note(runId: RunId, lines: readonly TimelineLine[]): Promise<void>;
  /**
   * Event `result-written`: the result goes into the outbox for the run's current job (at most one unsettled result a job:
   * a second one for the same job is refused with null). A continuation token is remembered for the join with the next job.
   */
  writeResult(
    runId: RunId,
    result: JobResult,
    patch: RunPatch,
    at: number,
    lines: readonly TimelineLine[],
  ): Promise<OutboxRow | null>;
  /** The result is settled: `continuation-accepted`, `success-accepted`, `failure-accepted` or `job-over`. */
  settleResult(
    outboxId: number,
    event: RunEvent,
    patch: RunPatch,
    at: number,
    lines: readonly TimelineLine[],
  ): Promise<RunRecord | null>;
  postponeResult(
    outboxId: number,
    next: { tryAt: number; error: string; mayHaveArrived: boolean },
    at: number,
    lines: readonly TimelineLine[],
  ): Promise<void>;
  /** Null once the result is settled. A settled result is never settled again. */
  unsettledResult(outboxId: number): Promise<OutboxRow | null>;
  /** Unsettled results, the most urgent first. */
  unsettledResults(): Promise<OutboxRow[]>;
  /** Those of one run, the oldest first; more than one only where a next job came before the last result's answer. */
  unsettledResultsOf(runId: RunId): Promise<OutboxRow[]>;
  /** Every run that is not final, oldest first. */
  liveRuns(): Promise<RunRecord[]>;
  /** Runs that wait for the token of this client (all clients when null). */
  runsWaitingForToken(clientId: ClientId | null): Promise<RunRecord[]>;
}

/** Where an artifact lies, as job data names it. */
export interface ArtifactPlace {
  bucket: string;
  key: string;
}

/** What one job allows with its artifacts. */
export interface ArtifactAccess {
  region: string;
  /** Outputs are encrypted with it; null stands for the AWS-managed key. */
  encryptionKeyId: string | null;
  /**
   * The job's own credentials, asked for again at CodePipeline when they are older than 14 minutes or are the `refused`
   * ones. Throws what CodePipeline said; `no-credentials` when the job has none.
   */
  credentials(refused?: ArtifactCredentials): Promise<ArtifactCredentials>;
}

/**
 * Objects of a job in S3, reached with the job's own credentials. Credentials that expired are renewed once within a call.
 * Every method throws an ActionDeskError: `aws-access-denied` and `not-found` are the service's answer, `invalid-input` a
 * size over the limit, retryable ones (`unreachable`, `throttled`, `no-credentials`) say nothing of the object.
 */
export interface ArtifactStore {
  /** One HEAD: false only when S3 says that there is no such object. */
  exists(place: ArtifactPlace, access: ArtifactAccess, signal: AbortSignal): Promise<boolean>;
  /**
   * Writes the object to a new private `file`, whole or not at all, and answers its size in bytes. More than `maxBytes` are
   * refused before the rest is read.
   */
  fetch(
    place: ArtifactPlace,
    access: ArtifactAccess,
    target: { file: string; maxBytes: number },
    signal: AbortSignal,
  ): Promise<number>;
  /** Uploads a file as one object and confirms it by a HEAD. No part of an upload that failed is left at S3. */
  upload(file: string, place: ArtifactPlace, access: ArtifactAccess, signal: AbortSignal): Promise<void>;
}

/** What a processor is told of a run. `configuration` holds the secret values: it is never logged. */
export interface WorkRequest {
  runId: RunId;
  attempt: number;
  region: string;
  actionTypeId: ActionTypeId;
  clientId: ClientId | null;
  configuration: ReadonlyMap<string, string>;
  pipelineContext: PipelineContext;
  inputArtifacts: readonly JobArtifact[];
  outputArtifacts: readonly JobArtifact[];
  artifactCredentials: ArtifactCredentials | null;
  artifactAccess: ArtifactAccess;
}

/** Work that was started before, for processors that need more than its id. */
export interface StartedWork {
  idempotencyKey: string;
  /**
   * What the run's present job tells; asks CodePipeline only after a restart. Throws an ActionDeskError, `aws-job-not-found`
   * when the job is over: whatever the processor then answers is left aside.
   */
  request(): Promise<WorkRequest>;
}

/** The backend's word on the work. */
export interface WorkState {
  externalExecutionId: string;
  status: 'running' | 'succeeded' | 'failed';
  percentComplete: number | null;
  summary: string | null;
  failure: { type: FailureType; message: string } | null;
  outputVariables: Record<string, string> | null;
}

/**
 * How a call to the backend ended. `rejected`: it will never do this work (a 4xx). `unavailable`: no sensible answer,
 * try again. Processors answer, they do not throw; the agent treats a throw as `unavailable`.
 */
export type WorkAnswer =
  | { kind: 'state'; state: WorkState; httpStatus: number | null }
  | { kind: 'rejected'; message: string; httpStatus: number | null }
  | { kind: 'unavailable'; message: string; httpStatus: number | null };

/** Does the work of runs of one action type. */
export interface Processor {
  readonly kind: RunRecord['processorKind'];
  /** Why work can never be cancelled here, in a sentence; missing where it can. */
  readonly whyNotCancel?: string;
  /** The same idempotency key never starts the work twice. */
  start(request: WorkRequest, idempotencyKey: string, signal: AbortSignal): Promise<WorkAnswer>;
  status(externalExecutionId: string, signal: AbortSignal, work: StartedWork): Promise<WorkAnswer>;
  cancel(externalExecutionId: string, signal: AbortSignal): Promise<WorkAnswer>;
}

/** Time as the agent sees it; tests replace it. */
export interface Clock {
  /** Epoch milliseconds, for what people read and for deadlines of the service. */
  now(): number;
  /** Milliseconds that never jump, for measuring. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Structured log: one event name and plain, redacted fields. */
export interface Log {
  (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields?: Record<string, unknown>): void;
}
