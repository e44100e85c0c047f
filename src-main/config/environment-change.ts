import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { Environment } from '#shared/domain/environment.ts';

/** Credentials and signatures may stand in a URL's query or user part, which the audit must not hold. */
function withoutUrlSecrets(text: string): string {
  if (!/^https?:/.test(text)) return text;
  return text.replace(/\/\/[^/@]*@/, '//…@').replace(/\?.*$/, '?…');
}

function leaves(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return [[path, value.join(', ')]];
  if (typeof value !== 'object' || value === null)
    return value === undefined
      ? []
      : [[path, withoutUrlSecrets(typeof value === 'string' ? value : JSON.stringify(value))]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

/** Action types by what they are, so that removing the first one does not look like a change of all. */
function settingsOf({ actionTypes, ...rest }: Environment): Map<string, string> {
  const types = actionTypes.map(
    ({ category, owner, provider, version, ...type }) =>
      [actionTypeKey({ category, owner, provider, version }), type] as const,
  );
  return new Map(leaves({ ...rest, actionType: Object.fromEntries(types) }, ''));
}

const lines = (settings: readonly (readonly [string, string])[]): string =>
  settings.map(([name, value]) => `${name}: ${value}`).join('\n');

/**
 * The settings that differ, a line each (`pollSeconds: 10`), as the audit keeps them; null where nothing does. `before` is
 * null for a new environment.
 */
export function environmentChange(
  before: Environment | null,
  after: Environment,
): { before: string | null; after: string } | null {
  const old = before === null ? new Map<string, string>() : settingsOf(before);
  const now = settingsOf(after);
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => old.get(name) !== now.get(name),
  );
  if (changed.length === 0) return null;
  const pick = (from: ReadonlyMap<string, string>): string =>
    lines(changed.map((name) => [name, from.get(name) ?? '–'] as const));
  return { before: before === null ? null : pick(old), after: pick(now) };
}
