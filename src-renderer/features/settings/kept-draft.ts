import type { Environment } from '#shared/domain/environment.ts';
import type { EnvironmentDraft } from './environment-draft.ts';

/** What was typed and not stored, with the definition it began from; null for a new environment. */
export interface KeptDraft {
  readonly definition: Environment | null;
  readonly draft: EnvironmentDraft;
}

let kept: KeptDraft | null = null;

/** What was being typed when the page was left: it is there again when the page is, as long as the window lives. */
export function keptDraft(): KeptDraft | null {
  return kept;
}

export function keepDraft(draft: KeptDraft | null): void {
  kept = draft;
}
