import { z } from 'zod';
import { backendTryOrderSchema, backendTryReportSchema } from '../../domain/backend-try.ts';
import { connectionReportSchema } from '../../domain/connection-test.ts';
import { environmentSchema, environmentViewSchema } from '../../domain/environment.ts';

const nothing = z.null();

/** Environments: the stored ones, and which of them is at work. */
export const environmentsChannels = {
  'environments.list': { request: nothing, response: z.array(environmentViewSchema) },
  'environments.save': { request: environmentSchema, response: z.object({ warnings: z.array(z.string()) }) },
  'environments.remove': { request: z.strictObject({ name: z.string() }), response: nothing },
  /** Stops the present agent, with everything in hand answered, and starts the named environment. */
  'environments.use': { request: z.strictObject({ name: z.string() }), response: nothing },
  /** Tries the given definition at CodePipeline; nothing is stored, claimed or changed. */
  'environments.test': { request: environmentSchema, response: connectionReportSchema },
  /** One call to the backend of a definition that need not be stored; `start` begins work there. */
  'environments.try': { request: backendTryOrderSchema, response: backendTryReportSchema },
} as const;
