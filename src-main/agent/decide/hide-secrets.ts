import { SECRET_MARK } from '#shared/domain/secret.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';
import type { WorkAnswer } from '../ports.ts';

/** Shorter values turn up in ordinary words and numbers: hiding them would garble what people read. */
const SHORTEST_HIDDEN = 6;

/** The secret values of a job's configuration: declared keys, and keys that look secret. */
export function secretValues(
  configuration: ReadonlyMap<string, string>,
  declared: ReadonlySet<string>,
): string[] {
  return [...configuration]
    .filter(([key, value]) => value.length >= SHORTEST_HIDDEN && (declared.has(key) || looksSecret(key)))
    .map(([, value]) => value);
}

/**
 * A backend's answer without the secret values that its words may echo ("API key … is not valid"): they would go into the
 * timeline, the log and the customer's pipeline. Ids are left alone.
 */
export function hideSecrets(answer: WorkAnswer, secrets: readonly string[]): WorkAnswer {
  const hide = (text: string): string =>
    secrets.reduce((words, secret) => words.replaceAll(secret, SECRET_MARK), text);
  if (answer.kind !== 'state') return { ...answer, message: hide(answer.message) };
  const { summary, failure } = answer.state;
  return {
    ...answer,
    state: {
      ...answer.state,
      summary: summary === null ? null : hide(summary),
      failure: failure ? { ...failure, message: hide(failure.message) } : null,
    },
  };
}
