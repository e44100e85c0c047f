import { z } from 'zod';

/** What one region has used of its budget of calls to CodePipeline, and what waits there. */
export const regionBudgetSchema = z.object({
  region: z.string(),
  /** Calls sent in the last full second. */
  callsPerSecond: z.number(),
  /** Calls a second at most at this moment; null where nothing bounds them. */
  callsPerSecondAllowed: z.number().nullable(),
  underWay: z.number(),
  atOnceAllowed: z.number(),
  /** Calls that wait for their turn, the most urgent kind first. */
  waiting: z.object({
    result: z.number(),
    claim: z.number(),
    poll: z.number(),
    console: z.number(),
  }),
  /** Since when CodePipeline's throttling bounds the pace, epoch ms; null while it does not. */
  throttledSince: z.number().nullable(),
});
export type RegionBudget = z.infer<typeof regionBudgetSchema>;

/** Who has slots or waits for one. */
export const slotUserSchema = z.object({
  region: z.string(),
  actionType: z.string(),
  used: z.number(),
  waiting: z.number(),
});

/** What bounds the agent at this moment. Slots are for taking jobs up: their details, their claim, the start of their work. */
export const agentBudgetSchema = z.object({
  pollIntervalMs: z.number(),
  slots: z.object({ max: z.number(), used: z.number(), waiting: z.number(), users: z.array(slotUserSchema) }),
  regions: z.array(regionBudgetSchema),
});
export type AgentBudget = z.infer<typeof agentBudgetSchema>;
