import type { SecretSpan } from '#shared/domain/artifact-preview.ts';

/** A text with what of it looks like a secret. */
export interface CoverableText {
  readonly text: string;
  readonly secrets: readonly SecretSpan[];
}

/**
 * Two texts for a comparison whose secrets are covered: each different value becomes dots with a number of its own, the same on
 * both sides, so that a secret that changed is still seen to have changed.
 */
export function coveredTexts(left: CoverableText, right: CoverableText): { left: string; right: string } {
  const numbers = new Map<string, number>();
  const cover = ({ text, secrets }: CoverableText): string => {
    let out = '';
    let at = 0;
    for (const { from, to } of secrets.toSorted((one, other) => one.from - other.from)) {
      if (from < at || to > text.length) continue;
      const value = text.slice(from, to);
      const number = numbers.get(value) ?? numbers.size + 1;
      numbers.set(value, number);
      out += `${text.slice(at, from)}•••••••• #${number}`;
      at = to;
    }
    return out + text.slice(at);
  };
  return { left: cover(left), right: cover(right) };
}
