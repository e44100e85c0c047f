import { ActionDeskError } from './errors.ts';
import type { ActKind } from './acts.ts';
import type { Protection } from './environment.ts';
import type { RunSummary } from './run.ts';

/** Acts on a run that end or repeat a customer's work: not to be had back. */
const DESTRUCTIVE: ReadonlySet<ActKind | 'retry-stage'> = new Set(['fail', 'restart-work', 'retry-stage']);

/** A bulk of more runs is destructive whatever the act. */
export const LARGEST_PLAIN_BULK = 5;

export function isDestructive(act: ActKind | 'retry-stage', runs: number): boolean {
  return DESTRUCTIVE.has(act) || runs > LARGEST_PLAIN_BULK;
}

/** The word to type for an act on one run: the customer's label, else the pipeline's name, else the run id. */
export function nameToType(run: Pick<RunSummary, 'clientLabel' | 'pipelineName' | 'runId'>): {
  name: string;
  what: string;
} {
  if (run.clientLabel) return { name: run.clientLabel, what: 'the customer' };
  if (run.pipelineName) return { name: run.pipelineName, what: 'the pipeline' };
  return { name: run.runId, what: 'the run id' };
}

/** Why nothing can be done in the environment at all, or null. */
export function whyReadOnly(protection: Protection, environment: string): string | null {
  return protection === 'read-only'
    ? `The environment ${environment} is read-only: Action Desk only looks there. Settings say so.`
    : null;
}

/** What a person gave with an act. */
export interface Given {
  reason: string | null;
  typedName?: string | undefined;
}

/**
 * Checks an act against the environment's protection. `nameTyped` is the word that has to be typed out, null where the act is
 * not destructive. Throws `not-allowed-now` in a read-only environment and `invalid-input` where reason or name are missing.
 */
export function checkProtection(
  { protection, environment }: { protection: Protection; environment: string },
  nameTyped: string | null,
  given: Given | undefined,
): void {
  const readOnly = whyReadOnly(protection, environment);
  if (readOnly) throw new ActionDeskError('not-allowed-now', readOnly);
  if (protection !== 'protected') return;
  if (!given?.reason?.trim())
    throw new ActionDeskError('invalid-input', `The environment ${environment} is protected: give a reason.`);
  if (nameTyped !== null && given.typedName?.trim() !== nameTyped.trim())
    throw new ActionDeskError(
      'invalid-input',
      `The environment ${environment} is protected: type out "${nameTyped}" to confirm this act.`,
    );
}
