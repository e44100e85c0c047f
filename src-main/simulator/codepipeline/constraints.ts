import { ServiceError } from '../world/service-error.ts';
import { isRecord, overLength, quoted, report, shown, underLength, wrongKind } from './violations.ts';
import type { Findings } from './violations.ts';

/**
 * Something a value may be. `check` adds what is wrong to the findings and returns the value with its type; a
 * value of the wrong kind altogether is thrown as SerializationException. Shapes are made once, when their
 * file is loaded: a check compiles and allocates nothing but its result.
 */
export interface Shape<T> {
  check(value: unknown, findings: Findings): T;
  /** What the service lists in brackets when this is wrong inside a list or a map; scalars only. */
  readonly constraints?: readonly string[];
}

/** A member that may be missing. */
export interface OptionalShape<T> extends Shape<T | undefined> {
  readonly mayBeMissing: true;
}

type Members = Record<string, Shape<unknown>>;
type OptionalNames<M> = { [K in keyof M]: M[K] extends { mayBeMissing: true } ? K : never }[keyof M];
type Plain<T> = { [K in keyof T]: T[K] };

/** What a shape lets through: optional members may be absent. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;
type Structure<M extends Members> = Plain<
  { [K in Exclude<keyof M, OptionalNames<M>>]: Shaped<M[K]> } & { [K in OptionalNames<M>]?: Shaped<M[K]> }
>;

/** A list with bounds on its length. Its members are counted from 1 in messages. */
export function listOf<T>(member: Shape<T>, rule: { min?: number; max?: number } = {}): Shape<T[]> {
  const wanted = `Member must satisfy constraint: [${(member.constraints ?? []).join(', ')}]`;
  return {
    check(value, findings) {
      if (!Array.isArray(value)) throw wrongKind(value, 'a List');
      reportLength(findings, value, value.length, rule);
      const parsed: T[] = [];
      let isWrong = false;
      for (const [index, part] of value.entries()) {
        findings.path.push(index);
        const before = findings.problems.length;
        parsed.push(checkMember(member, part, findings));
        findings.path.pop();
        if (member.constraints && findings.problems.length > before) {
          findings.problems.length = before;
          isWrong = true;
        }
      }
      if (isWrong) report(findings, quoted(shown(value)), wanted);
      return parsed;
    },
  };
}

type MapRule = { max?: number; sensitive?: boolean };

/** A map with string keys, with at most `max` entries. What a `sensitive` one holds is not echoed. */
export function mapOf<T>(key: Shape<string>, member: Shape<T>, rule: MapRule = {}): Shape<Record<string, T>> {
  const wantedKeys = `Map keys must satisfy constraint: [${(key.constraints ?? []).join(', ')}]`;
  const wantedValues = `Map value must satisfy constraint: [${(member.constraints ?? []).join(', ')}]`;
  return {
    check(given, findings) {
      if (!isRecord(given)) throw wrongKind(given, 'a Map');
      const entries = Object.entries(given);
      const echo = () => (rule.sensitive ? 'Value' : quoted(shown(given)));
      if (entries.length > (rule.max ?? Infinity)) report(findings, echo(), overLength(rule.max ?? 0));
      let [keysAreWrong, valuesAreWrong] = [false, false];
      for (const entry of entries) {
        const before = findings.problems.length;
        key.check(entry[0], findings);
        if (findings.problems.length > before) {
          findings.problems.length = before;
          keysAreWrong = true;
        }
        findings.path.push(entry[0]);
        entry[1] = checkMember(member, entry[1], findings);
        findings.path.pop();
        if (member.constraints && findings.problems.length > before) {
          findings.problems.length = before;
          valuesAreWrong = true;
        }
      }
      if (keysAreWrong) report(findings, echo(), wantedKeys);
      if (valuesAreWrong) report(findings, echo(), wantedValues);
      // fromEntries defines properties, so that a key named __proto__ stays an entry like any other.
      return Object.fromEntries(entries) as Record<string, T>;
    },
  };
}

/** A member that may be missing. A null on the wire counts as missing, as it does at AWS. */
export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return {
    mayBeMissing: true,
    check: (value, findings) =>
      value === undefined || value === null ? undefined : shape.check(value, findings),
  };
}

/** A structure whose members are all required unless wrapped in `optional`. Unknown members are dropped. */
export function structure<M extends Members>(members: M): Shape<Structure<M>> {
  const shapes = Object.entries(members);
  return {
    check(value, findings) {
      if (!isRecord(value)) throw wrongKind(value, 'a Structure');
      const parsed: Record<string, unknown> = {};
      for (const [name, shape] of shapes) {
        const given = value[name];
        if ((given === undefined || given === null) && 'mayBeMissing' in shape) continue;
        findings.path.push(name);
        parsed[name] = checkMember(shape, given, findings);
        findings.path.pop();
      }
      return parsed as Structure<M>;
    },
  };
}

/** Checks a whole input and throws one ValidationException that lists everything wrong, in AWS's wording. */
export function parseInput<T>(shape: Shape<T>, value: unknown): T {
  const findings: Findings = { path: [], problems: [] };
  const parsed = shape.check(value, findings);
  const { problems } = findings;
  if (problems.length === 0) return parsed;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: `;
  throw new ServiceError('ValidationException', count + problems.join('; '));
}

function checkMember<T>(shape: Shape<T>, value: unknown, findings: Findings): T {
  if (value !== undefined && value !== null) return shape.check(value, findings);
  report(findings, 'Value null', 'Member must not be null');
  // Never reaches a handler: parseInput throws where there are findings.
  return undefined as T;
}

function reportLength(
  findings: Findings,
  value: unknown,
  length: number,
  rule: { min?: number; max?: number },
): void {
  const { min = 0, max = Infinity } = rule;
  if (length > max) report(findings, quoted(shown(value)), overLength(max));
  if (length < min) report(findings, quoted(shown(value)), underLength(min));
}
