import { z } from 'zod';
import { actionTypeIdSchema } from './action-type.ts';
import { httpProcessorSchema, regionSchema } from './environment.ts';
import { LIMITS } from './limits.ts';

/**
 * What is tried against a vendor's backend.
 *   status  GET of the status URL: by itself of a made-up id, after a start of the id that the backend gave.
 *   start   POST of the start URL: real work at the backend, under a run id that begins with `try-out-`.
 *   cancel  POST of the cancel URL, of what a try-out started.
 */
export const BACKEND_TRIES = ['status', 'start', 'cancel'] as const;
export type BackendTry = (typeof BACKEND_TRIES)[number];

export const backendTryOrderSchema = z.strictObject({
  what: z.enum(BACKEND_TRIES),
  processor: httpProcessorSchema,
  actionTypeId: actionTypeIdSchema,
  region: regionSchema,
  /** What a start is given as the customer's configuration; kept nowhere. */
  configuration: z.record(z.string().min(1).max(50), z.string().max(1000)),
  /** Null asks for a made-up one. */
  externalExecutionId: z.string().min(1).max(LIMITS.externalExecutionId).nullable(),
});
export type BackendTryOrder = z.infer<typeof backendTryOrderSchema>;

/** What was sent, what came back, and what would have been made of it. */
export const backendTryReportSchema = z.object({
  what: z.enum(BACKEND_TRIES),
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  /** Null where none came. The body is redacted and cut to what can be read. */
  answer: z.object({ status: z.number(), contentType: z.string().nullable(), body: z.string() }).nullable(),
  durationMs: z.number(),
  verdict: z.enum(['good', 'doubtful', 'bad']),
  /** What Action Desk would make of this answer in earnest. */
  sentence: z.string(),
  /** The id to ask for or cancel next, where the backend gave one. */
  externalExecutionId: z.string().nullable(),
});
export type BackendTryReport = z.infer<typeof backendTryReportSchema>;
