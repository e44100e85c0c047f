import { z } from 'zod';
import { actionTypeIdSchema } from './action-type.ts';
import { FAILURE_TYPES } from './job.ts';
import { runFilterSchema } from './run-filter.ts';
import { RUN_LANES } from './run-lanes.ts';
import { RUN_STATES } from './run-state.ts';

/** All times in views are epoch milliseconds (UTC). */
const time = z.number();

const artifactSchema = z.object({
  name: z.string(),
  revision: z.string().nullable(),
  location: z.object({ bucket: z.string(), key: z.string() }).nullable(),
});

/** A result that CodePipeline has not accepted yet. */
export const pendingResultSchema = z.object({
  kind: z.enum(['continue', 'success', 'failure']),
  tries: z.number(),
  nextTryAt: time,
  lastError: z.string().nullable(),
});
export type PendingResult = z.infer<typeof pendingResultSchema>;

/** A row of the runs table. */
export const runSummarySchema = z.object({
  runId: z.string(),
  region: z.string(),
  protocol: z.enum(['third-party', 'custom']),
  actionTypeId: actionTypeIdSchema,
  processorKind: z.enum(['http', 'command', 'manual']),
  clientId: z.string().nullable(),
  clientLabel: z.string().nullable(),
  accountId: z.string().nullable(),
  pipelineName: z.string().nullable(),
  stageName: z.string().nullable(),
  actionName: z.string().nullable(),
  state: z.enum(RUN_STATES),
  heldBy: z.enum(['agent', 'engineer']),
  attempt: z.number(),
  externalExecutionId: z.string().nullable(),
  executionUrl: z.string().nullable(),
  percentComplete: z.number().nullable(),
  /** The last thing that is known: the backend's summary, the failure's message, or why nothing moves. */
  message: z.string().nullable(),
  failureType: z.enum(FAILURE_TYPES).nullable(),
  currentJobId: z.string(),
  jobCount: z.number(),
  /** When CodePipeline gives up on the current job; null between jobs, when the run is over, or unknown. */
  deadlineAt: time.nullable(),
  /** When the current job was first seen: its time-out is `deadlineAt` less this. */
  jobPolledAt: time.nullable(),
  /** Since when the backend has given no usable answer; null while it answers. */
  backendUnreachableSince: time.nullable(),
  /** Since when a claim has been under way without a certain answer. */
  claimingSince: time.nullable(),
  /** A result that CodePipeline has not accepted yet. */
  pendingResult: pendingResultSchema.nullable(),
  createdAt: time,
  updatedAt: time,
  finishedAt: time.nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** One job of the chain. */
export const runJobSchema = z.object({
  jobId: z.string(),
  /** 1 for the job that opened the run. */
  sequence: z.number(),
  state: z.enum(['polled', 'claiming', 'claimed', 'answered', 'lost', 'over']),
  polledAt: time,
  acknowledgedAt: time.nullable(),
  answeredAt: time.nullable(),
  deadlineAt: time.nullable(),
  /** The token that the job brought; null on the first one. It is the backend's id, not a secret. */
  continuationToken: z.string().nullable(),
});
export type RunJob = z.infer<typeof runJobSchema>;

/** One line of a run's timeline: a call to CodePipeline or the backend, or something that was decided here. */
export const timelineEntrySchema = z.object({
  id: z.number(),
  at: time,
  jobId: z.string().nullable(),
  kind: z.enum(['codepipeline', 'backend', 'agent', 'engineer']),
  /** The API operation (`AcknowledgeJob`), the backend call (`start`), or the event (`run created`). */
  operation: z.string(),
  outcome: z.enum(['ok', 'refused', 'failed', 'info']),
  durationMs: z.number().nullable(),
  sentence: z.string(),
  /** What was sent and what came back, redacted. */
  payload: z.unknown().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** Everything the console shows of one run. */
export const runDetailSchema = z.object({
  run: runSummarySchema,
  pipelineArn: z.string().nullable(),
  pipelineExecutionId: z.string().nullable(),
  actionExecutionId: z.string().nullable(),
  continuationToken: z.string().nullable(),
  /** Secret values arrive as null with `secret: true`; they are never stored. */
  configuration: z.array(z.object({ key: z.string(), value: z.string().nullable(), secret: z.boolean() })),
  inputArtifacts: z.array(artifactSchema),
  outputArtifacts: z.array(artifactSchema),
  encryptionKeyId: z.string().nullable(),
  jobs: z.array(runJobSchema),
  timeline: z.array(timelineEntrySchema),
  pendingResult: pendingResultSchema.nullable(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

export const RUN_SORTS = [
  'updatedAt',
  'createdAt',
  'deadlineAt',
  'state',
  'region',
  'pipelineName',
  'clientLabel',
  'percentComplete',
] as const;

/** A page of the runs table; all conditions must hold. `text` finds any id (any job id of the chain), customer, pipeline, region or message. */
export const runQuerySchema = z.strictObject({
  text: z.string().max(600).optional(),
  states: z.array(z.enum(RUN_STATES)).max(RUN_STATES.length).optional(),
  regions: z.array(z.string().max(40)).max(50).optional(),
  lane: z.enum(RUN_LANES).optional(),
  filter: runFilterSchema.optional(),
  sortBy: z.enum(RUN_SORTS).default('createdAt'),
  descending: z.boolean().default(true),
  page: z.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.number().int().min(1).max(500).default(50),
});
export type RunQuery = z.infer<typeof runQuerySchema>;

export const runPageSchema = z.object({
  rows: z.array(runSummarySchema),
  total: z.number(),
  /** Runs in each state over the whole ledger, for the lanes. */
  countsByState: z.partialRecord(z.enum(RUN_STATES), z.number()),
  /** Runs in each lane over the whole ledger, exact at `readAt`. */
  countsByLane: z.record(z.enum(RUN_LANES), z.number()),
  readAt: time,
  /** When a lane's count changes next by time alone (a deadline comes near, a run stands still for too long). */
  nextLaneChangeAt: time.nullable(),
});
export type RunPage = z.infer<typeof runPageSchema>;

/** What a filter leaves, for acts on all that match: how many in which state. */
export const runCountSchema = z.object({
  total: z.number(),
  countsByState: z.partialRecord(z.enum(RUN_STATES), z.number()),
});
export type RunCount = z.infer<typeof runCountSchema>;

/** The part of a query that decides which runs are meant, without order and page. */
export const runMatchSchema = runQuerySchema.omit({
  sortBy: true,
  descending: true,
  page: true,
  pageSize: true,
});
export type RunMatch = z.infer<typeof runMatchSchema>;

export const MOST_CHOSEN_RUNS = 5000;

/**
 * Runs that somebody chose: by id, in the order of choosing, or all that match at the moment of use, with those left out
 * that were taken back.
 */
export const runSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('chosen'),
    runIds: z.array(z.string().min(1).max(600)).max(MOST_CHOSEN_RUNS),
  }),
  z.strictObject({
    kind: z.literal('matching'),
    match: runMatchSchema,
    except: z.array(z.string().min(1).max(600)).max(500),
  }),
]);
export type RunSelection = z.infer<typeof runSelectionSchema>;
