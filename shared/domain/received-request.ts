import { z } from 'zod';

/** How a request for the configuration page came without being pasted: through a link, or to the receiver. */
export const REQUEST_WAYS = ['link', 'receiver'] as const;
export type RequestWay = (typeof REQUEST_WAYS)[number];

/** A request that waits to be looked at. What it holds stays in the main process. */
export const receivedRequestSchema = z.object({
  id: z.uuid(),
  receivedAt: z.number(),
  way: z.enum(REQUEST_WAYS),
  /** How many came while this one was waiting, and were left. */
  refused: z.number(),
});
export type ReceivedRequest = z.infer<typeof receivedRequestSchema>;

/** Where the receiver listens, and when it ends by itself. */
export const receiverStateSchema = z.object({ url: z.string(), closesAt: z.number() });
export type ReceiverState = z.infer<typeof receiverStateSchema>;

/** 0 is any free port; those below 1024 belong to the system. */
export const receiverPortSchema = z
  .number()
  .int('expected a whole number')
  .refine((port) => port === 0 || (port >= 1024 && port <= 65_535), 'expected 1024 to 65535, or 0 for any');
