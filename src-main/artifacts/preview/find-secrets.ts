import type { SecretSpan } from '#shared/domain/artifact-preview.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import { namedSecrets } from './named-secrets.ts';
import { shapedSecrets } from './secret-shapes.ts';

/** With more than this the rest of the text is hidden as one. */
export const MOST_SPANS = 5000;

/**
 * Parts of a text that look like secrets, in order and apart, in UTF-16 units. Errs on the side of secrecy: what is
 * blurred by mistake takes one click. Linear in the text's length, and never throws.
 */
export function findSecrets(text: string): SecretSpan[] {
  const found = [...shapedSecrets(text), ...namedSecrets(text)];
  found.sort((one, other) => one.from - other.from || other.to - one.to);
  const apart: SecretSpan[] = [];
  for (const span of found) {
    const last = apart.at(-1);
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to);
    else if (apart.length === MOST_SPANS) {
      apart.push({ from: span.from, to: text.length, why: 'There are too many secrets to tell them apart' });
      break;
    } else apart.push({ ...span });
  }
  return apart;
}

/** The text with each part that looks like a secret replaced by the mark: for places that cannot blur. */
export function withoutSecrets(text: string): string {
  let shown = '';
  let at = 0;
  for (const { from, to } of findSecrets(text)) {
    shown += text.slice(at, from) + SECRET_MARK;
    at = to;
  }
  return at === 0 ? text : shown + text.slice(at);
}
