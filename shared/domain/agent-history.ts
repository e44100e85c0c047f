import { z } from 'zod';

/** How much of the past the agent remembers of each cell: ten minutes in steps of ten seconds, in memory only. */
export const HISTORY_STEP_MS = 10_000;
export const HISTORY_STEPS = 60;

const counts = z.array(z.number()).length(HISTORY_STEPS);
const milliseconds = z.array(z.number().nullable()).length(HISTORY_STEPS);

/** One cell's past, a value a step, the oldest first; the last step is the present one and still grows. */
export const cellHistorySchema = z.object({
  /** As in `CellView.key`. */
  key: z.string(),
  /** Polls that ended in the step, failed ones included. */
  polls: counts,
  jobs: counts,
  errors: counts,
  /** How long CodePipeline took to answer, without the wait for a turn; null where it did not answer. */
  medianMs: milliseconds,
  longestMs: milliseconds,
});
export type CellHistory = z.infer<typeof cellHistorySchema>;

/** `endsAt`: the end of the last step, epoch ms. A cell that has never polled is missing. */
export const agentHistorySchema = z.object({ endsAt: z.number(), cells: z.array(cellHistorySchema) });
export type AgentHistory = z.infer<typeof agentHistorySchema>;
