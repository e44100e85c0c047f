import { z } from 'zod';

/** What the agent writes on a run of a client that a person disabled: that is the hold of a client. */
export const CLIENT_DISABLED = 'This client is disabled: nothing is claimed for it until it is enabled.';

/** Whether a run waits because its client is disabled, and not for a token. */
export function waitsForDisabledClient(run: { state: string; message?: string | null | undefined }): boolean {
  return run.state === 'needs-token' && run.message === CLIENT_DISABLED;
}

/** With what the agent's sentence on a held job begins. */
const HELD = 'Held: ';

/** Whether nobody has claimed the run's job because a person holds its region, its action type or its client. */
export function isHeld(run: { state: string; message?: string | null | undefined }): boolean {
  if (waitsForDisabledClient(run)) return true;
  return run.state === 'waiting-for-engineer' && (run.message?.startsWith(HELD) ?? false);
}

/** The agent's sentence on a held job without its first word, for beside the state that says it. */
export function withoutHeld(sentence: string): string {
  return sentence.startsWith(HELD) ? sentence.slice(HELD.length) : sentence;
}

const scope = {
  /** Null for every region. */
  region: z.string().min(1).max(40).nullable(),
  /** The key of an action type, null for every one. */
  actionType: z.string().min(1).max(200).nullable(),
};

/** What to hold: one action type, one region, or an action type in one region. A client is held by disabling it. */
export const holdScopeSchema = z
  .strictObject(scope)
  .refine(
    ({ region, actionType }) => region !== null || actionType !== null,
    'expected a region or an action type',
  );
export type HoldScope = z.infer<typeof holdScopeSchema>;

/** A hold: new jobs are polled and shown there, and not claimed. It outlives a restart. `at` is epoch ms. */
export const holdSchema = z.object({
  holdId: z.number().int(),
  ...scope,
  who: z.string(),
  reason: z.string().nullable(),
  at: z.number(),
});
export type Hold = z.infer<typeof holdSchema>;

/** `Test/Custom/Northwind-Review/1 in us-east-1`, `every action type in us-east-1`. */
export function holdInWords({ region, actionType }: HoldScope): string {
  if (region === null) return `${actionType} in every region`;
  return `${actionType ?? 'every action type'} in ${region}`;
}

/** What the audit calls the thing that is held: its last word says which subject it is. */
export function holdSubject({ region, actionType }: HoldScope): 'region' | 'action type' | 'cell' {
  if (region === null) return 'action type';
  return actionType === null ? 'region' : 'cell';
}

/** Whether a hold covers an action type (by its key) in a region. */
export function covers(hold: HoldScope, region: string, actionType: string): boolean {
  return (
    (hold.region === null || hold.region === region) &&
    (hold.actionType === null || hold.actionType === actionType)
  );
}

/** The sentence on a run whose job is not claimed because of the hold; the reason comes first, as a list has room for no more. */
export function heldSentence(hold: Pick<Hold, 'region' | 'actionType' | 'reason'>): string {
  const nothing = `nothing new is claimed for ${holdInWords(hold)}`;
  const why = hold.reason ? `${hold.reason.replace(/\.$/, '')} (${nothing})` : nothing;
  return `${HELD}${why}. Release the hold, or acknowledge the job to take it yourself.`;
}
