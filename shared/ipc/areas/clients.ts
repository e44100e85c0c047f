import { z } from 'zod';
import {
  clientIdSchema,
  clientLabelSchema,
  clientTokenSchema,
  clientViewSchema,
  unmatchedClientSchema,
} from '../../domain/client.ts';
import { tokenKeepingSchema } from './token-keeping.ts';

const nothing = z.null();

/** The token store: a token goes in and never comes out again. */
export const clientsChannels = {
  'clients.list': {
    request: nothing,
    response: z.object({
      clients: z.array(clientViewSchema),
      unmatched: z.array(unmatchedClientSchema),
      tokenKeeping: tokenKeepingSchema,
    }),
  },
  /** Adds a client, or replaces the label and token of one that is there. Answers how many runs it released. */
  'clients.add': {
    request: z.strictObject({ clientId: clientIdSchema, label: clientLabelSchema, token: clientTokenSchema }),
    response: z.object({ client: clientViewSchema, releasedRuns: z.number() }),
  },
  'clients.remove': {
    request: z.strictObject({ clientId: clientIdSchema }),
    response: z.object({ removed: z.boolean() }),
  },
} as const;
