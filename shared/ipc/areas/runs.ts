import { z } from 'zod';
import { ACT_OUTCOMES, actSchema } from '../../domain/acts.ts';
import {
  runCountSchema,
  runDetailSchema,
  runMatchSchema,
  runPageSchema,
  runQuerySchema,
  runSelectionSchema,
  runSummarySchema,
} from '../../domain/run.ts';
import { runValuesQuerySchema } from '../../domain/run-filter.ts';
import { RUN_STATES } from '../../domain/run-state.ts';
import { STAGE_RETRY_MODES } from '../../domain/stage-retry.ts';

const runId = z.string().min(1).max(600);

/** What is given with an act: the reason for the audit, and the name typed out where a protected environment asks for it. */
export const givenShape = {
  reason: z.string().trim().max(2000).optional(),
  typedName: z.string().trim().max(600).optional(),
};

/** Runs: the table, one run, and what people do to it. */
export const runsChannels = {
  'runs.list': { request: runQuerySchema, response: runPageSchema },
  /** These runs as they are now, in the order asked for, one page at most; those that nobody knows are left out. */
  'runs.rows': {
    request: z.strictObject({ runIds: z.array(runId).min(1).max(500) }),
    response: z.array(runSummarySchema),
  },
  /** How many match now, in which state: the preview of anything done to all that match. */
  'runs.count': { request: runMatchSchema, response: runCountSchema },
  /** What a filter may be given for a property, the most frequent first. */
  'runs.values': {
    request: runValuesQuerySchema,
    response: z.array(z.object({ value: z.string(), runs: z.number() })),
  },
  /** Asks for a place and writes the runs there; `file` is the name alone, null where the person thought better of it. */
  'runs.export': {
    request: z.strictObject({ selection: runSelectionSchema, format: z.enum(['csv', 'json']) }),
    response: z.object({ file: z.string().nullable(), runs: z.number() }),
  },
  /** Finds a run by its id or by any job id of its chain or its external execution id. */
  'runs.get': { request: z.strictObject({ id: runId }), response: runDetailSchema },
  /** Retries the stage of a failed run in our own account; `before` and `after` are AWS's words for the stage's status. */
  'runs.retryStage': {
    request: z.strictObject({ runId, mode: z.enum(STAGE_RETRY_MODES), ...givenShape }),
    response: z.object({
      outcome: z.enum(ACT_OUTCOMES),
      sentence: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  },
  'runs.act': {
    request: z.strictObject({ runId, act: actSchema, ...givenShape }),
    response: z.object({
      outcome: z.enum(ACT_OUTCOMES),
      sentence: z.string(),
      before: z.enum(RUN_STATES),
      after: z.enum(RUN_STATES),
    }),
  },
} as const;
