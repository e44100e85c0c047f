import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** CodePipeline's client ids are UUIDs. Source: ClientId in the CodePipeline API reference. */
export const clientIdSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    'expected a UUID like 3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d',
  );

export const clientTokenSchema = z
  .string()
  .trim()
  .min(1, 'expected the client token that CodePipeline gave for this client')
  .max(LIMITS.clientToken, `expected at most ${LIMITS.clientToken} characters`);

export const clientLabelSchema = z
  .string()
  .trim()
  .min(1, "expected the customer's name or another label")
  .max(200, 'expected at most 200 characters');

/** A customer's connection as people see it; the token itself is never shown. */
export const clientViewSchema = z.object({
  clientId: z.string(),
  label: z.string(),
  /** False when the token was kept for an earlier session only, or under a key that is not here. */
  tokenUsable: z.boolean(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  invalidTokenCount: z.number(),
});
export type ClientView = z.infer<typeof clientViewSchema>;

/** A client id that was polled and has no usable token, with what waits for it. */
export const unmatchedClientSchema = z.object({
  clientId: z.string(),
  /** `missing` = no token is stored; `refused` = CodePipeline refused the stored one. */
  reason: z.enum(['missing', 'refused']),
  runs: z.array(
    z.object({
      runId: z.string(),
      region: z.string(),
      jobId: z.string(),
      polledAt: z.number(),
      deadlineAt: z.number().nullable(),
    }),
  ),
});
export type UnmatchedClient = z.infer<typeof unmatchedClientSchema>;
