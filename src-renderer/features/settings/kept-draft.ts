import type { Environment } from '#shared/domain/environment.ts';
import type { EnvironmentDraft } from './environment-draft.ts';

/** What was typed and not stored, with the definition it began from; null for a new environment. */
export interface KeptDraft {
  readonly definition: Environment | null;
  readonly draft: EnvironmentDraft;
}

let kept: KeptDraft | null = null;
const listeners = new Set<() => void>();

/** What was being typed when the page was left: it is there again when the page is, as long as the window lives. */
export function keptDraft(): KeptDraft | null {
  return kept;
}

/** Null forgets it. */
export function keepDraft(draft: KeptDraft | null): void {
  kept = draft;
  for (const listener of listeners) listener();
}

/** Calls after each change, until what it answers is called. */
export function onKeptDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a question about it says is lost. */
export function lostWords(definition: Environment | null): string {
  return `${definition ? `The changes to ${definition.name} are` : 'The new environment is'} not stored.`;
}
