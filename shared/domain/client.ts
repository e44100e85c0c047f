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

/** A client as a person gives it: its token is in plain text, on its way to the vault and nowhere else. */
export const plainClientSchema = z.strictObject({
  clientId: clientIdSchema,
  label: clientLabelSchema,
  token: clientTokenSchema,
});
export type PlainClient = z.infer<typeof plainClientSchema>;

/** A customer's connection as people see it; the token itself is never shown. All times are epoch milliseconds. */
export const clientViewSchema = z.object({
  clientId: z.string(),
  label: z.string(),
  /** False when the token was kept for an earlier session only, or under a key that is not here. */
  tokenUsable: z.boolean(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  invalidTokenCount: z.number(),
  /** Since when CodePipeline refuses the stored token; null while it does not. */
  refusedAt: z.number().nullable(),
  /** Since when nothing new is claimed for this client; null while it is enabled. */
  disabledAt: z.number().nullable(),
});
export type ClientView = z.infer<typeof clientViewSchema>;

/**
 * Ways to narrow the clients: `unusable` = no token that this session can read, `refused` = by CodePipeline, `disabled` = by
 * a person, `unused` = its token was never used here.
 */
export const CLIENT_FILTERS = ['all', 'unusable', 'refused', 'disabled', 'unused'] as const;
export type ClientFilter = (typeof CLIENT_FILTERS)[number];

export const CLIENT_SORTS = ['label', 'lastUsedAt', 'invalidTokenCount', 'createdAt'] as const;

/** A page of the clients. `text` finds parts of labels and client ids, letters A to Z in either case. */
export const clientQuerySchema = z.strictObject({
  text: z.string().max(200).optional(),
  filter: z.enum(CLIENT_FILTERS).default('all'),
  sortBy: z.enum(CLIENT_SORTS).default('label'),
  descending: z.boolean().default(false),
  page: z.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.number().int().min(1).max(500).default(50),
});
export type ClientQuery = z.infer<typeof clientQuerySchema>;

export const clientPageSchema = z.object({
  rows: z.array(clientViewSchema),
  /** How many clients fit the text and the filter. */
  total: z.number(),
  /** How many fit each filter, whatever the text. */
  counts: z.record(z.enum(CLIENT_FILTERS), z.number()),
});
export type ClientPage = z.infer<typeof clientPageSchema>;

/** A client id whose jobs wait, with the runs that are nearest to their deadline. */
export const unmatchedClientSchema = z.object({
  clientId: z.string(),
  /** The client's label; null for an unknown one. */
  label: z.string().nullable(),
  /** `missing` = no token is stored; `refused` = CodePipeline refused the stored one; `disabled` = by a person here. */
  reason: z.enum(['missing', 'refused', 'disabled']),
  /** All that wait; `runs` holds the most urgent of them. */
  runCount: z.number(),
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
