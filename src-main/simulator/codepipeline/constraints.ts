import { ServiceError } from '../world/service-error.ts';

/** Something a value may be. `check` adds what is wrong to `problems` and returns the value with its type. */
export interface Shape<T> {
  check(value: unknown, path: string, problems: string[]): T;
}

type Text = { min?: number; max?: number; pattern?: RegExp; oneOf?: readonly string[]; sensitive?: boolean };

/** A string. `pattern` must match the whole value, as in the service model; `sensitive` values are not echoed. */
export function text<T extends string = string>(rule: Text = {}): Shape<T> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'string') throw wrongKind(value, 'a String');
      const shown = rule.sensitive ? '***sensitiveInformation***' : value;
      for (const problem of textProblems(value, rule)) {
        problems.push(`Value '${shown}' at '${path}' failed to satisfy constraint: ${problem}`);
      }
      return value as T;
    },
  };
}

function textProblems(value: string, rule: Text): string[] {
  const problems: string[] = [];
  if (rule.max !== undefined && value.length > rule.max) {
    problems.push(`Member must have length less than or equal to ${rule.max}`);
  }
  if (rule.min !== undefined && value.length < rule.min) {
    problems.push(`Member must have length greater than or equal to ${rule.min}`);
  }
  if (rule.pattern && !new RegExp(`^(?:${rule.pattern.source})$`).test(value)) {
    problems.push(`Member must satisfy regular expression pattern: ${rule.pattern.source}`);
  }
  if (rule.oneOf && !rule.oneOf.includes(value)) {
    problems.push(`Member must satisfy enum value set: [${rule.oneOf.join(', ')}]`);
  }
  return problems;
}

/** A whole number within inclusive bounds. A fraction is cut, as the service's own parser does. */
export function integer(rule: { min?: number; max?: number }): Shape<number> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'number') throw wrongKind(value, 'an Integer');
      const whole = Math.trunc(value);
      const problem = (text: string) =>
        problems.push(`Value '${whole}' at '${path}' failed to satisfy constraint: ${text}`);
      if (rule.min !== undefined && whole < rule.min) {
        problem(`Member must have value greater than or equal to ${rule.min}`);
      }
      if (rule.max !== undefined && whole > rule.max) {
        problem(`Member must have value less than or equal to ${rule.max}`);
      }
      return whole;
    },
  };
}

/** Epoch seconds, possibly with a fraction. */
export const timestamp: Shape<number> = {
  check(value) {
    if (typeof value !== 'number') throw wrongKind(value, 'a Timestamp');
    return value;
  },
};

/** A map from strings to strings, with at most `maxEntries` entries. */
export function mapOf(
  key: Shape<string>,
  value: Shape<string>,
  maxEntries?: number,
): Shape<Record<string, string>> {
  return {
    check(given, path, problems) {
      if (!isRecord(given)) throw wrongKind(given, 'a Map');
      const entries = Object.entries(given);
      if (maxEntries !== undefined && entries.length > maxEntries) {
        problems.push(
          `Value '${JSON.stringify(given)}' at '${path}' failed to satisfy constraint: Member must have length less than or equal to ${maxEntries}`,
        );
      }
      return Object.fromEntries(
        entries.map(([name, part]) => [
          key.check(name, `${path}.${name}.key`, problems),
          value.check(part, `${path}.${name}.member`, problems),
        ]),
      );
    },
  };
}

/** A member that may be missing. A null on the wire counts as missing, as it does at AWS. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    check: (value, path, problems) =>
      value === undefined || value === null ? undefined : shape.check(value, path, problems),
  };
}

/** A structure whose members are all required unless wrapped in `optional`. Unknown members are ignored. */
export function structure<M extends Record<string, Shape<unknown>>>(
  members: M,
): Shape<{ [K in keyof M]: M[K] extends Shape<infer T> ? T : never }> {
  return {
    check(value, path, problems) {
      if (!isRecord(value)) throw wrongKind(value, 'a Structure');
      const parts = Object.entries(members).map(([name, shape]) => {
        const at = path === '' ? name : `${path}.${name}`;
        const given = value[name] ?? undefined;
        try {
          return [name, shape.check(given, at, problems)];
        } catch (error) {
          if (given !== undefined) throw error;
          problems.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
          return [name, undefined];
        }
      });
      return Object.fromEntries(parts) as { [K in keyof M]: M[K] extends Shape<infer T> ? T : never };
    },
  };
}

/** Checks a whole input and throws one ValidationException that lists everything wrong, in AWS's wording. */
export function parseInput<T>(shape: Shape<T>, value: unknown): T {
  const problems: string[] = [];
  const parsed = shape.check(value, '', problems);
  if (problems.length === 0) return parsed;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: `;
  throw new ServiceError('ValidationException', count + problems.join('; '));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongKind(value: unknown, wanted: string): ServiceError {
  const given = Array.isArray(value) ? 'LIST' : typeof value === 'object' ? 'STRUCTURE' : typeof value;
  return new ServiceError(
    'SerializationException',
    `${given.toUpperCase()}_VALUE can not be converted to ${wanted}`,
  );
}
