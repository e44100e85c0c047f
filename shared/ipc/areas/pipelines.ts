import { z } from 'zod';
import { ACT_OUTCOMES } from '../../domain/acts.ts';
import { regionSchema } from '../../domain/environment.ts';
import {
  actionRowSchema,
  executionRowSchema,
  listedPipelineSchema,
  namedValueSchema,
  ourRunSchema,
  pipelineGlanceSchema,
  pipelineRefSchema,
  pipelineSnapshotSchema,
} from '../../domain/pipeline.ts';
import { comparisonOfActSchema, pipelineActSchema, predictionSchema } from '../../domain/pipeline-act.ts';
import { snapshotHeadSchema, snapshotPartSchema } from '../../domain/pipeline-parts.ts';
import { givenShape } from './runs.ts';

const cursor = z.string().max(4000).nullable();

/** Pipelines of the accounts that the environment's credentials reach. Every call is within the traffic budget. */
export const pipelinesChannels = {
  /** By region, as ListPipelines has them; `refresh` asks again instead of answering what was read before. */
  'pipelines.list': {
    request: z.strictObject({ refresh: z.boolean() }),
    response: z.array(
      z.object({
        region: regionSchema,
        pipelines: z.array(listedPipelineSchema),
        readAt: z.number().nullable(),
        problem: z.string().nullable(),
      }),
    ),
  },
  /** The state of the rows on the screen. What was read less than a few seconds ago is answered again. */
  'pipelines.glance': {
    request: z.strictObject({ pipelines: z.array(pipelineRefSchema).max(60) }),
    response: z.array(pipelineGlanceSchema),
  },
  /**
   * Looks at every pipeline once, slowly, for filters by state or by our action types. `start` begins, or goes on where it was
   * stopped; null only asks how far it is.
   */
  'pipelines.scan': {
    request: z.strictObject({ change: z.enum(['start', 'stop']).nullable() }),
    response: z.object({
      running: z.boolean(),
      /** By somebody, before it had looked at every pipeline. */
      stopped: z.boolean(),
      done: z.number(),
      total: z.number(),
      glances: z.array(pipelineGlanceSchema),
    }),
  },
  /** What the page of a pipeline shows; of executions that it does not look into, only what the history says. */
  'pipelines.get': {
    request: z.strictObject({ pipeline: pipelineRefSchema }),
    response: z.object({ snapshot: pipelineSnapshotSchema, runs: z.array(ourRunSchema) }),
  },
  /**
   * The same in parts, a stage each, for a page that asks again and again: `known` are the digests of the answer before, and a part
   * with one of those is null.
   */
  'pipelines.changes': {
    request: z.strictObject({ pipeline: pipelineRefSchema, known: z.array(z.string().max(64)).max(200) }),
    response: z.object({
      head: snapshotHeadSchema,
      parts: z.array(z.object({ digest: z.string(), part: snapshotPartSchema.nullable() })),
    }),
  },
  'pipelines.executions': {
    request: z.strictObject({ pipeline: pipelineRefSchema, cursor }),
    response: z.object({ executions: z.array(executionRowSchema), cursor }),
  },
  /** The latest executions of the version in force that succeeded in the stage, whatever became of them after: what it can be rolled back to. */
  'pipelines.succeededIn': {
    request: z.strictObject({ pipeline: pipelineRefSchema, stageName: z.string().min(1).max(100) }),
    response: z.array(executionRowSchema),
  },
  /** One execution with its variables and all of its action executions, the oldest first. */
  'pipelines.execution': {
    request: z.strictObject({ pipeline: pipelineRefSchema, executionId: z.string().min(1).max(100) }),
    response: z.object({
      execution: executionRowSchema,
      pipelineVersion: z.number().nullable(),
      variables: z.array(namedValueSchema),
      actions: z.array(actionRowSchema),
      runs: z.array(ourRunSchema),
    }),
  },
  /** Action executions of the pipeline over its latest executions, the newest first: what the chart is drawn from. */
  'pipelines.actions': {
    request: z.strictObject({ pipeline: pipelineRefSchema, cursor }),
    response: z.object({ actions: z.array(actionRowSchema), cursor }),
  },
  /** Reads the present state and tries the act on it. Changes nothing. */
  'pipelines.whatIf': {
    request: z.strictObject({ pipeline: pipelineRefSchema, act: pipelineActSchema }),
    response: z.object({ prediction: predictionSchema, readAt: z.number() }),
  },
  /** Reads, predicts, acts, reads back, and compares. */
  'pipelines.act': {
    request: z.strictObject({ pipeline: pipelineRefSchema, act: pipelineActSchema, ...givenShape }),
    response: z.object({
      outcome: z.enum(ACT_OUTCOMES),
      sentence: z.string(),
      before: z.string(),
      after: z.string(),
      compared: comparisonOfActSchema,
      /** The execution that a start or a rollback made. */
      executionId: z.string().nullable(),
    }),
  },
  /** Our runs whose action was abandoned in this pipeline while their backend work goes on, or may go on. */
  'pipelines.afterCare': {
    request: z.strictObject({ pipeline: pipelineRefSchema }),
    response: z.array(
      ourRunSchema.extend({
        externalExecutionId: z.string().nullable(),
        abandonedAt: z.number().nullable(),
        /** Newer work of the same action that this work may overwrite when it ends late. */
        newerRunId: z.string().nullable(),
        /** What the backend said just now; `unknown` where it cannot be asked. Work that has ended is not listed. */
        work: z.enum(['running', 'unknown']),
        canCancel: z.boolean(),
        /** One sentence; null where it can be cancelled. */
        whyNotCancel: z.string().nullable(),
      }),
    ),
  },
  /** Asks the backend to cancel the work of an abandoned run. */
  'pipelines.cancelWork': {
    request: z.strictObject({
      pipeline: pipelineRefSchema,
      runId: z.string().min(1).max(600),
      ...givenShape,
    }),
    response: z.object({ outcome: z.enum(ACT_OUTCOMES), sentence: z.string() }),
  },
} as const;
