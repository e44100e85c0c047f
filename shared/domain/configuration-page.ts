import { z } from 'zod';
import { clientViewSchema } from './client.ts';

const fieldName = z.string().trim().max(100, 'expected at most 100 characters');

/**
 * How CodePipeline's request to the configuration page, and the way back, name things. The names are not public; an empty
 * one stands for the likely ones.
 */
export const pageNamesSchema = z.strictObject({
  clientId: fieldName,
  label: fieldName,
  token: fieldName,
  /** Where the customer is led back to. */
  redirect: fieldName,
  correlationId: fieldName,
  /** The present configuration, when a customer edits an action. */
  configuration: fieldName,
});
export type PageNames = z.infer<typeof pageNamesSchema>;

/** The likely names. */
export const LIKELY_PAGE_NAMES: PageNames = {
  clientId: '',
  label: '',
  token: '',
  redirect: '',
  correlationId: '',
  configuration: '',
};

/** The page's URL, its query, or the parameter alone, as it was pasted. */
export const pageTextSchema = z.string().max(100_000, 'expected at most 100,000 characters');

/** The configuration that goes back: keys and values of the action. */
export const configurationPairsSchema = z
  .array(z.strictObject({ key: z.string().trim().min(1).max(50), value: z.string().max(1000) }))
  .max(50);
export type ConfigurationPair = z.infer<typeof configurationPairsSchema>[number];

/** What a request holds, secrets masked. */
export const configurationPageSchema = z.object({
  /** Why it cannot be stored; null where it can. */
  problem: z.string().nullable(),
  clientId: z.string().nullable(),
  /** Dots and the number of characters. */
  maskedToken: z.string().nullable(),
  /** The stored client with this id: storing replaces its token. */
  known: clientViewSchema.nullable(),
  redirectHost: z.string().nullable(),
  /** Every field that was found, by its path; null for a masked value. */
  fields: z.array(z.object({ path: z.string(), value: z.string().nullable() })),
  /** The present configuration of the action; values that look secret are empty. */
  configuration: configurationPairsSchema,
});
export type ConfigurationPage = z.infer<typeof configurationPageSchema>;
