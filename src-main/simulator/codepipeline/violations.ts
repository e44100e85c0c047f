import { ServiceError } from '../world/service-error.ts';

/** What a check has found so far. `path` leads to the value at hand; a number is a position in a list. */
export interface Findings {
  readonly path: (string | number)[];
  readonly problems: string[];
}

/** A path in the service's words: members of a list are counted from 1, as in `stages.1.member.name`. */
export function atPath(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? `${part + 1}.member` : part)).join('.');
}

/** A value as it opens a message. */
export function quoted(value: string): string {
  return `Value '${value}'`;
}

/** Too long a string, list or map. */
export function overLength(max: number): string {
  return `Member must have length less than or equal to ${max}`;
}

/** Too short a string or list. */
export function underLength(min: number): string {
  return `Member must have length greater than or equal to ${min}`;
}

const deepestShown = 6;

/** A list or map the way the service prints one: `[a, b]`, `{key=value}`; what lies very deep is left out. */
export function shown(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth >= deepestShown) return '...';
  if (Array.isArray(value)) return `[${value.map((part) => shown(part, depth + 1)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, part]) => `${key}=${shown(part, depth + 1)}`);
  return `{${entries.join(', ')}}`;
}

/** Adds one violation: `echo` says which value, `wanted` what it must be. */
export function report(findings: Findings, echo: string, wanted: string): void {
  findings.problems.push(`${echo} at '${atPath(findings.path)}' failed to satisfy constraint: ${wanted}`);
}

/** A refusal of a value that is of the wrong kind altogether. The wording is known from other services of AWS. */
export function wrongKind(value: unknown, wanted: string): ServiceError {
  return new ServiceError('SerializationException', unexpectedKind(value, wanted));
}

function unexpectedKind(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (isRecord(value)) return 'Start of structure or map found where not expected.';
  const given = typeof value === 'boolean' ? String(value) : value === null ? 'null' : typeof value;
  return `${given.toUpperCase()}_VALUE can not be converted to ${wanted}`;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
