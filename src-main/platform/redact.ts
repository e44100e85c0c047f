import { cutTo } from '#shared/domain/limits.ts';
import { Secret, SECRET_MARK } from '#shared/domain/secret.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';

const LONGEST_TEXT = 4000;
const MOST_ITEMS = 200;
const DEEPEST = 12;
const MORE_SECRET_NAMES = /nonce|authorization|cookie|signature/i;
/** Not secret: the backend's own id of the work, which people need to find in a log. */
const OPEN_NAMES = new Set(['continuationToken', 'nextToken']);

function hides(name: string, value: unknown): boolean {
  if (OPEN_NAMES.has(name) || !(looksSecret(name) || MORE_SECRET_NAMES.test(name))) return false;
  // Counts and flags about secrets (`tokenUsable`, `invalidTokenCount`) tell nothing of them.
  return value !== null && value !== undefined && typeof value !== 'boolean' && typeof value !== 'number';
}

function redactedError(error: Error, path: readonly object[]): unknown {
  const { name, message, cause, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  return redacted({ name, code, message, stack, ...(cause === undefined ? {} : { cause }) }, path);
}

/**
 * Plain JSON with every secret replaced by the mark: Secret instances, and strings or objects under a name that looks
 * secret, at any depth. Cycles, great depth, long texts and long lists are cut with a mark. Never throws.
 */
export function redacted(value: unknown, path: readonly object[] = []): unknown {
  if (value instanceof Secret) return SECRET_MARK;
  if (typeof value === 'string') return cutTo(LONGEST_TEXT, value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (path.includes(value)) return '[cycle]';
  if (path.length >= DEEPEST) return '[too deep]';
  const here = [...path, value];
  if (value instanceof Error) return redactedError(value, here);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map)
    return redactedEntries(
      [...value.entries()].map(([k, v]) => [String(k), v]),
      here,
    );
  if (Array.isArray(value) || value instanceof Set) {
    const items: unknown[] = [...value];
    const shown = items.slice(0, MOST_ITEMS).map((item) => redacted(item, here));
    return items.length > MOST_ITEMS ? [...shown, `[${items.length - MOST_ITEMS} more]`] : shown;
  }
  try {
    return redactedEntries(Object.entries(value), here);
  } catch {
    return '[unreadable]';
  }
}

function redactedEntries(entries: readonly [string, unknown][], path: readonly object[]): unknown {
  const shown = entries
    .slice(0, MOST_ITEMS)
    .map(([name, value]) => [name, hides(name, value) ? SECRET_MARK : redacted(value, path)] as const);
  return Object.fromEntries(shown);
}
