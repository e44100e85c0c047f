import { z } from 'zod';
import { ACT_OUTCOMES, actSchema } from '../../domain/acts.ts';
import { runDetailSchema, runPageSchema, runQuerySchema } from '../../domain/run.ts';
import { RUN_STATES } from '../../domain/run-state.ts';
const runId = z.string().min(1).max(600);

/** Runs: the table, one run, and what people do to it. */
export const runsChannels = {
  'runs.list': { request: runQuerySchema, response: runPageSchema },
  /** Finds a run by its id or by any job id of its chain or its external execution id. */
  'runs.get': { request: z.strictObject({ id: runId }), response: runDetailSchema },
  'runs.act': {
    request: z.strictObject({ runId, act: actSchema }),
    response: z.object({
      outcome: z.enum(ACT_OUTCOMES),
      sentence: z.string(),
      before: z.enum(RUN_STATES),
      after: z.enum(RUN_STATES),
    }),
  },
} as const;
