import { z } from 'zod';
import { actionTypeIdSchema } from './action-type.ts';

/**
 * What a cell (one action type in one region) is doing.
 * `failing` and `throttled` go on by themselves; `no-credentials` waits for credentials and looks again now and then.
 */
export const CELL_MODES = [
  'starting',
  'polling',
  'paused',
  'draining',
  'throttled',
  'failing',
  'no-credentials',
  'stopped',
] as const;
export type CellMode = (typeof CELL_MODES)[number];

export const cellViewSchema = z.object({
  key: z.string(),
  region: z.string(),
  actionTypeId: actionTypeIdSchema,
  processorKind: z.enum(['http', 'command', 'manual']),
  mode: z.enum(CELL_MODES),
  lastPollAt: z.number().nullable(),
  lastPollMs: z.number().nullable(),
  nextPollAt: z.number().nullable(),
  pollCount: z.number(),
  jobsSeen: z.number(),
  /** Jobs claimed here and not answered yet. */
  inHand: z.number(),
  lastError: z.string().nullable(),
});
export type CellView = z.infer<typeof cellViewSchema>;
