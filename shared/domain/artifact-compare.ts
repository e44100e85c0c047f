import { z } from 'zod';
import { archiveFaultSchema, fetchedSchema } from './artifact.ts';

/**
 * How one path of two artifacts compares, by content. `same`: CRC-32 and size of both are equal, or the bytes were read and
 * have one SHA-256. `unknown`: one side could not be read, or its archive may not list all it has.
 */
export const COMPARED = ['added', 'removed', 'changed', 'same', 'unknown'] as const;
export type Compared = (typeof COMPARED)[number];

export const comparedRowSchema = z.object({
  path: z.string(),
  verdict: z.enum(COMPARED),
  /** Indices of the entry on either side; null where it is not there, and for an object that is no archive. */
  left: z.number().nullable(),
  right: z.number().nullable(),
  leftSize: z.number().nullable(),
  rightSize: z.number().nullable(),
  fault: archiveFaultSchema.nullable(),
});
export type ComparedRow = z.infer<typeof comparedRowSchema>;

export const comparisonSchema = z.object({
  compareId: z.string(),
  left: z.string(),
  right: z.string(),
  running: z.boolean(),
  done: z.number(),
  total: z.number(),
  counts: z.record(z.enum(COMPARED), z.number()),
  problem: z.string().nullable(),
  fetched: fetchedSchema,
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparedQuerySchema = z.strictObject({
  compareId: z.string().max(100),
  verdicts: z.array(z.enum(COMPARED)),
  search: z.string().max(500),
  from: z.number().int().min(0),
  count: z.number().int().min(1).max(500),
});
export type ComparedQuery = z.infer<typeof comparedQuerySchema>;
