import { z } from 'zod';
import { CONDITION_TYPES, EXECUTION_STATUSES, STAGE_STATUSES } from './pipeline.ts';

const executionId = z.string().min(1).max(100);
const stageName = z.string().min(1).max(100);

/**
 * What may be done to a pipeline, with the lengths of the CodePipeline API reference. A stop, retry or override names the
 * execution that the person saw: where another one stands there by then, the act is overtaken and nothing is sent. Transitions
 * are those into a stage: CodePipeline tells of no others, so nothing could be verified of them.
 */
export const pipelineActSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'),
    variables: z.array(
      z.strictObject({ name: z.string().min(1).max(128), value: z.string().min(1).max(1000) }),
    ),
    sourceRevisions: z.array(
      z.strictObject({
        actionName: z.string().min(1).max(100),
        revisionType: z.enum(['COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY']),
        revisionValue: z.string().trim().min(1, 'expected a revision').max(1500),
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('stop'), executionId, abandon: z.boolean() }),
  z.strictObject({
    kind: z.literal('retry'),
    stageName,
    executionId,
    mode: z.enum(['FAILED_ACTIONS', 'ALL_ACTIONS']),
  }),
  z.strictObject({
    kind: z.literal('disable-transition'),
    stageName,
    transitionType: z.literal('Inbound'),
    transitionReason: z
      .string()
      .trim()
      .min(1, 'expected a reason')
      .max(300)
      .regex(/^[a-zA-Z0-9!@ ().*?\-]+$/, 'expected letters, digits, spaces and ! @ ( ) . * ? -'),
  }),
  z.strictObject({
    kind: z.literal('enable-transition'),
    stageName,
    transitionType: z.literal('Inbound'),
  }),
  z.strictObject({
    kind: z.literal('approval'),
    stageName,
    actionName: z.string().min(1).max(100),
    actionExecutionId: z.string().max(200).nullable(),
    status: z.enum(['Approved', 'Rejected']),
    summary: z.string().trim().max(512),
  }),
  z.strictObject({ kind: z.literal('rollback'), stageName, targetExecutionId: executionId }),
  z.strictObject({
    kind: z.literal('override-condition'),
    stageName,
    executionId,
    conditionType: z.enum(CONDITION_TYPES),
  }),
]);
export type PipelineAct = z.infer<typeof pipelineActSchema>;
export type PipelineActKind = PipelineAct['kind'];

const DESTRUCTIVE: ReadonlySet<PipelineActKind> = new Set([
  'stop',
  'retry',
  'rollback',
  'override-condition',
]);

/** Acts that end or repeat work, or let it pass a gate for good: a protected environment asks for the pipeline's name. */
export function isDestructivePipelineAct(kind: PipelineActKind): boolean {
  return DESTRUCTIVE.has(kind);
}

/**
 * One thing that an act causes, or caused. `executionId` null stands for the execution that a start or a rollback makes.
 *   leaves / enters   a stage, and its lock with it.
 *   waits             stands in front of a stage afterwards.
 *   status            of the execution: Stopping, Stopped, Superseded, …
 *   stage-status      of the stage's latest execution.
 *   action-starts / action-abandoned / action-ends
 *   not-retryable     the failed or stopped execution can no longer be retried in the stage.
 *   transition        is enabled or disabled afterwards.
 */
export const consequenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('leaves'), executionId: executionId.nullable(), stageName }),
  z.object({ kind: z.literal('enters'), executionId: executionId.nullable(), stageName }),
  z.object({ kind: z.literal('waits'), executionId: executionId.nullable(), stageName }),
  z.object({
    kind: z.literal('status'),
    executionId: executionId.nullable(),
    status: z.enum(EXECUTION_STATUSES),
    /** By whom a superseded one was overtaken. */
    because: executionId.nullable(),
  }),
  z.object({
    kind: z.literal('stage-status'),
    executionId: executionId.nullable(),
    stageName,
    status: z.enum(STAGE_STATUSES),
  }),
  z.object({
    kind: z.enum(['action-starts', 'action-abandoned', 'action-ends']),
    executionId: executionId.nullable(),
    stageName,
    actionName: z.string(),
  }),
  z.object({ kind: z.literal('not-retryable'), executionId, stageName }),
  z.object({ kind: z.literal('transition'), stageName, enabled: z.boolean() }),
]);
export type Consequence = z.infer<typeof consequenceSchema>;

/** What the act will cause at once, by the rules; whatever needs time (actions that end) comes after it. */
export const predictionSchema = z.object({
  /** Null: CodePipeline will take it; else the refusal to expect, in one sentence. */
  refusal: z.string().nullable(),
  consequences: z.array(consequenceSchema),
  /** The consequences told as sentences, in order, with short execution ids. */
  sentences: z.array(z.string()),
  /** What follows when the work that is named in `when` ends well; null where the act is over at once. */
  afterwards: z
    .object({ when: z.string(), consequences: z.array(consequenceSchema), sentences: z.array(z.string()) })
    .nullable(),
  /** What cannot be known from here, a sentence each. */
  unknowns: z.array(z.string()),
  /** AWS's advice before it, as acts to do first: the transition to disable before a stop. */
  advice: z.array(z.object({ sentence: z.string(), act: pipelineActSchema })),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** Prediction against what was read afterwards. */
export const comparisonOfActSchema = z.object({
  asPredicted: z.array(consequenceSchema),
  didNotHappen: z.array(consequenceSchema),
  alsoHappened: z.array(consequenceSchema),
});
export type ComparisonOfAct = z.infer<typeof comparisonOfActSchema>;
