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

/**
 * What a person set a cell to.
 *   on        polls and claims.
 *   draining  polls for the next jobs of runs in hand and answers them. A new job is written down and left unclaimed: it waits
 *             for an engineer, or for the cell to be switched on when CodePipeline hands it out again. CodePipeline hands out
 *             jobs by action type, so polls cannot ask for runs in hand alone.
 *   paused    does not poll at all. Results of jobs in hand are sent; a run waits for its next job.
 */
export const CELL_SWITCHES = ['on', 'draining', 'paused'] as const;
export type CellSwitch = (typeof CELL_SWITCHES)[number];

/** What may be done to cells. `poll-now` ends the present wait, also of a paused cell, which then polls once. */
export const CELL_ACTIONS = ['pause', 'drain', 'resume', 'poll-now'] as const;
export type CellAction = (typeof CELL_ACTIONS)[number];

export const cellViewSchema = z.object({
  key: z.string(),
  region: z.string(),
  actionTypeId: actionTypeIdSchema,
  processorKind: z.enum(['http', 'command', 'manual']),
  mode: z.enum(CELL_MODES),
  switch: z.enum(CELL_SWITCHES),
  /** Who set the switch and when (epoch ms); null while nobody has. */
  switched: z.object({ at: z.number(), by: z.string().nullable() }).nullable(),
  /** Missing before the first poll and where a cell does not poll. */
  pace: z.enum(CELL_PACES).optional(),
  lastPollAt: z.number().nullable(),
  /** The end of the last poll that CodePipeline answered. */
  lastAnswerAt: z.number().nullable(),
  /** With the wait for a turn in the budget. */
  lastPollMs: z.number().nullable(),
  nextPollAt: z.number().nullable(),
  pollCount: z.number(),
  jobsSeen: z.number(),
  /** Jobs that are being taken up: their details, their claim, the start of their work. Each has a slot or waits for one. */
  inHand: z.number(),
  /** Runs that were begun here and are not over, as of the last look at the ledger some seconds ago. */
  liveRuns: z.number(),
  /** Further jobs that could be taken up here at once. */
  freeSlots: z.number(),
  lastError: z.string().nullable(),
  /** Polls that have failed since the last one that was answered, and when the first of them ended. */
  failuresInARow: z.number(),
  failingSince: z.number().nullable(),
  /** Since when it has been polling (epoch ms): its start, the last time it was switched on, or the computer's waking. */
  pollingSince: z.number(),
});
export type CellView = z.infer<typeof cellViewSchema>;
