import { z } from 'zod';
import {
  auditChoicesSchema,
  auditFilterSchema,
  auditPageSchema,
  auditQuerySchema,
} from '../../domain/audit.ts';

/** Who did what to what in the environment at work. */
export const auditChannels = {
  'audit.list': { request: auditQuerySchema, response: auditPageSchema },
  'audit.choices': { request: z.null(), response: auditChoicesSchema },
  /** Asks for a place and writes the entries there; `file` is the name alone, null where the person thought better of it. */
  'audit.export': {
    request: z.strictObject({ filter: auditFilterSchema, format: z.enum(['csv', 'json']) }),
    response: z.object({ file: z.string().nullable(), entries: z.number() }),
  },
} as const;
