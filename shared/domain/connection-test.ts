import { z } from 'zod';

/**
 * What a probe told about one API call.
 *   allowed     the service answered as it does to those who may.
 *   denied      the service refused for want of permission.
 *   unclear     an answer that tells neither; the sentence says why.
 *   not-tested  nothing was asked; the sentence says why.
 */
export const CALL_VERDICTS = ['allowed', 'denied', 'unclear', 'not-tested'] as const;
export type CallVerdict = (typeof CALL_VERDICTS)[number];

/** One API call and whether the credentials may make it. */
export const callCheckSchema = z.object({
  call: z.string(),
  /** Who needs it: the agent cannot work without its calls, the console does more with the others. */
  neededBy: z.enum(['agent', 'console', 'artifacts']),
  verdict: z.enum(CALL_VERDICTS),
  sentence: z.string(),
});
export type CallCheck = z.infer<typeof callCheckSchema>;

/** What a connection test found out; nothing was claimed, started or changed for it. */
export const connectionReportSchema = z.object({
  /** Who we are, as far as credentials and answers tell; null where they do not. */
  who: z.object({
    accountId: z.string().nullable(),
    /** ARN of the user or role: the service names it in refusals only. */
    principal: z.string().nullable(),
    /** The first and last four characters. */
    accessKeyId: z.string().nullable(),
    /** Where this is known from, and what could not be known. */
    sentence: z.string(),
  }),
  regions: z.array(z.object({ region: z.string(), ok: z.boolean(), sentence: z.string() })),
  /** The region whose calls are in `calls`. */
  checkedIn: z.string(),
  calls: z.array(callCheckSchema),
});
export type ConnectionReport = z.infer<typeof connectionReportSchema>;
