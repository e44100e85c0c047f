import { z } from 'zod';
import { holdSchema, holdScopeSchema } from '../../domain/hold.ts';
import { givenShape } from './runs.ts';

const reason = givenShape.reason;

/** Where nothing new is claimed. Clients are held with `clients.setDisabled`. */
export const holdsChannels = {
  /** The newest first. */
  'holds.list': { request: z.null(), response: z.array(holdSchema) },
  /** A scope that is held already keeps its hold: `added` is false then. */
  'holds.add': {
    request: z.strictObject({ scope: holdScopeSchema, reason }),
    response: z.object({ hold: holdSchema, added: z.boolean() }),
  },
  /** Answers how many waiting jobs are looked at again; false where somebody had released it before. */
  'holds.release': {
    request: z.strictObject({ holdId: z.number().int(), reason }),
    response: z.object({ released: z.boolean(), releasedRuns: z.number() }),
  },
} as const;
