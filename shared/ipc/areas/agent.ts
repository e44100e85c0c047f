import { z } from 'zod';
import { agentBudgetSchema } from '../../domain/agent-budget.ts';
import { CELL_ACTIONS, cellViewSchema } from '../../domain/agent-cell.ts';
import { agentHistorySchema } from '../../domain/agent-history.ts';

const nothing = z.null();

/** The agent's cells and their switches. */
export const agentChannels = {
  'agent.cells': { request: nothing, response: z.array(cellViewSchema) },
  /** Applies to the named cells, or to all when `keys` is empty. Answers the cells as they are afterwards. */
  'agent.control': {
    request: z.strictObject({
      action: z.enum(CELL_ACTIONS),
      keys: z.array(z.string().max(200)).max(1000),
    }),
    response: z.array(cellViewSchema),
  },
  /** Moves by itself every ten seconds; nothing tells of it. */
  'agent.history': { request: nothing, response: agentHistorySchema },
  'agent.budget': { request: nothing, response: agentBudgetSchema },
} as const;
