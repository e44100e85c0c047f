import { z } from 'zod';

/** Whether client tokens outlive this session, and if not, why: shown beside every field that takes one. */
export const tokenKeepingSchema = z.object({ kept: z.boolean(), sentence: z.string() });
