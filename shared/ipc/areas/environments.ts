import { z } from 'zod';
import { environmentSchema, environmentViewSchema } from '../../domain/environment.ts';

const nothing = z.null();

/** Environments: the stored ones, and which of them is at work. */
export const environmentsChannels = {
  'environments.list': { request: nothing, response: z.array(environmentViewSchema) },
  'environments.save': { request: environmentSchema, response: z.object({ warnings: z.array(z.string()) }) },
  'environments.remove': { request: z.strictObject({ name: z.string() }), response: nothing },
  /** Stops the present agent, with everything in hand answered, and starts the named environment. */
  'environments.use': { request: z.strictObject({ name: z.string() }), response: nothing },
  /** Asks CodePipeline once in each region with the given definition; nothing is stored. */
  'environments.test': {
    request: environmentSchema,
    response: z.array(z.object({ region: z.string(), ok: z.boolean(), sentence: z.string() })),
  },
} as const;
