import { z } from 'zod';
import { regionSchema } from './environment.ts';

/*
 * Pipelines as CodePipeline's answers have them, in AWS's words, without its optional gaps: what is absent there is null here.
 * Source of every field: GetPipeline, GetPipelineState, ListPipelineExecutions, ListActionExecutions in the CodePipeline API
 * reference. Times are epoch milliseconds.
 */

/** Names are unique in a region and an account. */
export const pipelineRefSchema = z.strictObject({
  region: regionSchema,
  name: z.string().regex(/^[A-Za-z0-9.@\-_]{1,100}$/, 'expected the name of a pipeline'),
});
export type PipelineRef = z.infer<typeof pipelineRefSchema>;

export const EXECUTION_MODES = ['SUPERSEDED', 'QUEUED', 'PARALLEL'] as const;
export const EXECUTION_STATUSES = [
  'Cancelled',
  'InProgress',
  'Stopping',
  'Stopped',
  'Succeeded',
  'Superseded',
  'Failed',
] as const;
export const STAGE_STATUSES = [
  'Cancelled',
  'InProgress',
  'Failed',
  'Stopped',
  'Stopping',
  'Succeeded',
  'Skipped',
] as const;
export const ACTION_STATUSES = ['InProgress', 'Abandoned', 'Succeeded', 'Failed'] as const;
export const CONDITION_STATUSES = [
  'InProgress',
  'Failed',
  'Errored',
  'Succeeded',
  'Cancelled',
  'Abandoned',
  'Overridden',
] as const;
export type ExecutionMode = (typeof EXECUTION_MODES)[number];
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];
export type StageStatus = (typeof STAGE_STATUSES)[number];
export type ActionStatus = (typeof ACTION_STATUSES)[number];
export type ConditionStatus = (typeof CONDITION_STATUSES)[number];

/** One line of ListPipelines: all that a list of a thousand pipelines costs. */
export const listedPipelineSchema = z.object({
  name: z.string(),
  pipelineType: z.enum(['V1', 'V2']).nullable(),
  executionMode: z.enum(EXECUTION_MODES).nullable(),
  version: z.number().nullable(),
  updatedAt: z.number().nullable(),
});
export type ListedPipeline = z.infer<typeof listedPipelineSchema>;

/** Of any owner, AWS included: action types that a pipeline uses, not those that an agent may serve. */
export const pipelineActionTypeSchema = z.object({
  category: z.string(),
  owner: z.string(),
  provider: z.string(),
  version: z.string(),
});

/** An action as declared. */
export const declaredActionSchema = z.object({
  name: z.string(),
  actionTypeId: pipelineActionTypeSchema,
  runOrder: z.number(),
  region: z.string().nullable(),
  namespace: z.string().nullable(),
  inputArtifacts: z.array(z.string()),
  outputArtifacts: z.array(z.string()),
  /** Whether this environment's agent serves the action type. */
  ours: z.boolean(),
});
export type DeclaredAction = z.infer<typeof declaredActionSchema>;

export const CONDITION_TYPES = ['BEFORE_ENTRY', 'ON_SUCCESS', 'ON_FAILURE'] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

/** A stage as declared; `conditions` in their order. */
export const declaredStageSchema = z.object({
  name: z.string(),
  actions: z.array(declaredActionSchema),
  conditions: z.array(
    z.object({ type: z.enum(CONDITION_TYPES), result: z.string().nullable(), rules: z.array(z.string()) }),
  ),
  /** What a failure does by itself: `ROLLBACK`, `RETRY`, `FAIL`, `SKIP`; null: nothing but Failed. */
  onFailure: z.string().nullable(),
  retryMode: z.enum(['FAILED_ACTIONS', 'ALL_ACTIONS']).nullable(),
});
export type DeclaredStage = z.infer<typeof declaredStageSchema>;

export const transitionSchema = z.object({
  enabled: z.boolean(),
  changedBy: z.string().nullable(),
  changedAt: z.number().nullable(),
  reason: z.string().nullable(),
});
export type Transition = z.infer<typeof transitionSchema>;

/** The latest execution of an action as the state tells it. The approval token is not in it: it is read when it is used. */
export const actionStateSchema = z.object({
  name: z.string(),
  actionExecutionId: z.string().nullable(),
  status: z.enum(ACTION_STATUSES).nullable(),
  summary: z.string().nullable(),
  lastStatusChange: z.number().nullable(),
  lastUpdatedBy: z.string().nullable(),
  externalExecutionId: z.string().nullable(),
  externalExecutionUrl: z.string().nullable(),
  percentComplete: z.number().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  revisionUrl: z.string().nullable(),
  entityUrl: z.string().nullable(),
  /** A manual approval that waits for its answer. */
  waitsForApproval: z.boolean(),
});
export type ActionState = z.infer<typeof actionStateSchema>;

export const conditionStateSchema = z.object({
  type: z.enum(CONDITION_TYPES),
  status: z.enum(CONDITION_STATUSES).nullable(),
  summary: z.string().nullable(),
  rules: z.array(
    z.object({ name: z.string(), status: z.string().nullable(), summary: z.string().nullable() }),
  ),
});

/** An execution in front of a stage. */
export const inboundSchema = z.object({ executionId: z.string(), status: z.enum(STAGE_STATUSES) });

export const stageStateSchema = z.object({
  name: z.string(),
  latest: z
    .object({ executionId: z.string(), status: z.enum(STAGE_STATUSES), type: z.string().nullable() })
    .nullable(),
  /** Oldest first. */
  inbound: z.array(inboundSchema),
  /** Into the stage; null where CodePipeline names none (the first stage). */
  transition: transitionSchema.nullable(),
  actions: z.array(actionStateSchema),
  conditions: z.array(conditionStateSchema),
  /** Of the latest retry: who caused it. */
  retryTrigger: z.string().nullable(),
});
export type StageState = z.infer<typeof stageStateSchema>;

export const revisionSchema = z.object({
  actionName: z.string(),
  revisionId: z.string().nullable(),
  summary: z.string().nullable(),
  url: z.string().nullable(),
});

/** One execution as the history lists it. */
export const executionRowSchema = z.object({
  executionId: z.string(),
  status: z.enum(EXECUTION_STATUSES),
  statusSummary: z.string().nullable(),
  mode: z.enum(EXECUTION_MODES).nullable(),
  /** The version of the declaration that it runs with; null where its action executions were not read. */
  pipelineVersion: z.number().nullable(),
  type: z.string().nullable(),
  /** The execution whose artifacts a rollback uses. */
  rollbackTargetId: z.string().nullable(),
  startedAt: z.number().nullable(),
  updatedAt: z.number().nullable(),
  triggerType: z.string().nullable(),
  triggerDetail: z.string().nullable(),
  stopReason: z.string().nullable(),
  /** The execution that overtook it, where CodePipeline or the history tells. */
  supersededBy: z.string().nullable(),
  revisions: z.array(revisionSchema),
});
export type ExecutionRow = z.infer<typeof executionRowSchema>;

export const namedValueSchema = z.object({ name: z.string(), value: z.string() });

/** An artifact of an action execution, where S3 has it. */
export const actionArtifactSchema = z.object({
  name: z.string(),
  bucket: z.string().nullable(),
  key: z.string().nullable(),
});

/** One execution of one action. */
export const actionRowSchema = z.object({
  actionExecutionId: z.string(),
  executionId: z.string(),
  stageName: z.string(),
  actionName: z.string(),
  status: z.enum(ACTION_STATUSES),
  startedAt: z.number().nullable(),
  updatedAt: z.number().nullable(),
  updatedBy: z.string().nullable(),
  actionTypeId: pipelineActionTypeSchema.nullable(),
  region: z.string().nullable(),
  /** Secret values are masked by CodePipeline, and once more here. */
  configuration: z.array(namedValueSchema),
  outputVariables: z.array(namedValueSchema),
  inputArtifacts: z.array(actionArtifactSchema),
  outputArtifacts: z.array(actionArtifactSchema),
  /** Null for approvals: theirs is the token of the answer. Source: PutApprovalResult. */
  externalExecutionId: z.string().nullable(),
  externalExecutionUrl: z.string().nullable(),
  summary: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
});
export type ActionRow = z.infer<typeof actionRowSchema>;

/** A run of this environment's agent that belongs to an action; `guess` where it was found by name and time. */
export const ourRunSchema = z.object({
  runId: z.string(),
  state: z.string(),
  stageName: z.string().nullable(),
  actionName: z.string().nullable(),
  executionId: z.string().nullable(),
  guess: z.boolean(),
});
export type OurRun = z.infer<typeof ourRunSchema>;

/**
 * All that is known of a pipeline at one moment: what its page shows, and what a what-if starts from. Read with several calls,
 * so that it may be a moment out of step with itself: `readAt` is the first of them.
 */
export const pipelineSnapshotSchema = z.object({
  ref: pipelineRefSchema,
  readAt: z.number(),
  version: z.number(),
  pipelineType: z.enum(['V1', 'V2']),
  executionMode: z.enum(EXECUTION_MODES),
  variables: z.array(
    z.object({ name: z.string(), defaultValue: z.string().nullable(), description: z.string().nullable() }),
  ),
  stages: z.array(declaredStageSchema),
  states: z.array(stageStateSchema),
  /** The newest first: every execution under way, and history behind them as far as it was read. */
  executions: z.array(executionRowSchema),
  /** Of the executions under way and of those that can be retried; the newest first. */
  actions: z.array(actionRowSchema),
  /** The executions of which `actions` has all that matters: of any other a missing row says nothing. */
  lookedInto: z.array(z.string()),
  /** There are older executions that were not read. */
  moreExecutions: z.boolean(),
});
export type PipelineSnapshot = z.infer<typeof pipelineSnapshotSchema>;

/** A manual approval that waits, and the execution that asks. */
export const waitingApprovalSchema = z.object({
  stageName: z.string(),
  actionName: z.string(),
  executionId: z.string(),
});
export type WaitingApproval = z.infer<typeof waitingApprovalSchema>;

/**
 * What a row of the list shows beyond ListPipelines: one GetPipelineState, asked for rows on the screen only, and in PARALLEL mode
 * the history, since no state is told there.
 */
export const pipelineGlanceSchema = z.object({
  ref: pipelineRefSchema,
  readAt: z.number(),
  stages: z.array(
    z.object({
      name: z.string(),
      status: z.enum(STAGE_STATUSES).nullable(),
      executionId: z.string().nullable(),
      inbound: z.number(),
      transitionEnabled: z.boolean(),
      waitsForApproval: z.boolean(),
    }),
  ),
  approvals: z.array(waitingApprovalSchema),
  /** Null unless the mode is PARALLEL. */
  sideBySide: z
    .object({
      underWay: z.number(),
      /** How the execution ended that was the last to end; null before the first. */
      lastEnded: z.enum(EXECUTION_STATUSES).nullable(),
      /** Executions under way began before all that was read: there may be more approvals. */
      moreApprovals: z.boolean(),
    })
    .nullable(),
  /** Whether an action of ours is in it; null while the declaration was not read. */
  ours: z.boolean().nullable(),
  problem: z.string().nullable(),
});
export type PipelineGlance = z.infer<typeof pipelineGlanceSchema>;
