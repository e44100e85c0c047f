import type { Shape } from './constraints.ts';
import { overLength, quoted, report, underLength, wrongKind } from './violations.ts';

type Text = { min?: number; max?: number; pattern?: RegExp; sensitive?: boolean };

/** A string. `pattern` must match the whole value, as in the service model; `sensitive` values are not echoed. */
export function text(rule: Text = {}): Shape<string> {
  const { min = 0, max = Infinity, sensitive = false } = rule;
  const source = rule.pattern?.source.replaceAll('\\/', '/');
  const whole = rule.pattern && new RegExp(`^(?:${rule.pattern.source})$`);
  const breaches: [string, (value: string) => boolean][] = [];
  if (max < Infinity) breaches.push([overLength(max), (value) => value.length > max]);
  if (rule.min !== undefined) breaches.push([underLength(min), (value) => value.length < min]);
  if (whole) {
    const wanted = `Member must satisfy regular expression pattern: ${source}`;
    breaches.push([wanted, (value) => !whole.test(value)]);
  }
  return {
    constraints: breaches.map(([wanted]) => wanted),
    check(value, findings) {
      if (typeof value !== 'string') throw wrongKind(value, 'a String');
      for (const [wanted, isBreached] of breaches) {
        if (isBreached(value)) report(findings, sensitive ? hidden : quoted(value), wanted);
      }
      return value;
    },
  };
}

const hidden = "Value '***sensitiveInformation***'";

/** One of the words of an enumeration of the service. */
export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  const known: ReadonlySet<string> = new Set(words);
  const wanted = `Member must satisfy enum value set: [${words.join(', ')}]`;
  return {
    constraints: [wanted],
    check(value, findings) {
      if (typeof value !== 'string') throw wrongKind(value, 'a String');
      if (!known.has(value)) report(findings, quoted(value), wanted);
      return value as T;
    },
  };
}

/** A 32-bit whole number within inclusive bounds. A fraction is cut, as the service's own parser does. */
export function integer(rule: { min?: number; max?: number }): Shape<number> {
  const { min = -Infinity, max = Infinity } = rule;
  const tooLarge = `Member must have value less than or equal to ${max}`;
  const tooSmall = `Member must have value greater than or equal to ${min}`;
  return {
    constraints: [...(max < Infinity ? [tooLarge] : []), ...(min > -Infinity ? [tooSmall] : [])],
    check(value, findings) {
      if (typeof value !== 'number') throw wrongKind(value, 'an Integer');
      const whole = Math.trunc(value);
      if (!(Math.abs(whole) <= 2_147_483_647)) throw wrongKind(value, 'an Integer');
      if (whole > max) report(findings, `Value '${whole}'`, tooLarge);
      if (whole < min) report(findings, `Value '${whole}'`, tooSmall);
      return whole;
    },
  };
}

/** True or false; no other word counts as either. */
export const flag: Shape<boolean> = {
  constraints: [],
  check(value) {
    if (typeof value !== 'boolean') throw wrongKind(value, 'a Boolean');
    return value;
  },
};

/** Epoch seconds, possibly with a fraction; a number no clock can show is not one. */
export const timestamp: Shape<number> = {
  constraints: [],
  check(value) {
    if (typeof value !== 'number' || !(Math.abs(value) <= 8.64e12)) throw wrongKind(value, 'a Timestamp');
    return value;
  },
};
