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

/**
 * Why a cell polls at its pace.
 *   quick             at the set interval: it has a live run, or had one or a fresh job within the last minute.
 *   idle              nothing has happened for a while: slower, up to three intervals.
 *   more-waiting      the last batch was full: again at once.
 *   backing-off       the last poll failed or was throttled.
 *   waiting-for-slot  as many jobs are handled as may be: no poll before one of them ends.
 */
export const CELL_PACES = ['quick', 'idle', 'more-waiting', 'backing-off', 'waiting-for-slot'] as const;
export type CellPace = (typeof CELL_PACES)[number];

export const cellViewSchema = z.object({
  key: z.string(),
  region: z.string(),
  actionTypeId: actionTypeIdSchema,
  processorKind: z.enum(['http', 'command', 'manual']),
  mode: z.enum(CELL_MODES),
  /** Missing before the first poll and where a cell does not poll. */
  pace: z.enum(CELL_PACES).optional(),
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
