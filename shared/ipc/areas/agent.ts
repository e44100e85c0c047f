import { z } from 'zod';
import { cellViewSchema } from '../../domain/agent-cell.ts';

const nothing = z.null();

/** The agent's cells and their switches. */
export const agentChannels = {
  'agent.cells': { request: nothing, response: z.array(cellViewSchema) },
  /** Applies to the named cells, or to all when `keys` is empty. Answers the cells as they are afterwards. */
  'agent.control': {
    request: z.strictObject({
      action: z.enum(['pause', 'resume', 'poll-now']),
      keys: z.array(z.string().max(200)).max(1000),
    }),
    response: z.array(cellViewSchema),
  },
} as const;
