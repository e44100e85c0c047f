/**
 * What CodePipeline hands to the vendor's configuration page when a customer presses Connect: URL-encoded JSON in the
 * parameter `request`, with a client id and a client token. The names inside it are not public: these are the likely ones,
 * and `--id-field` and `--token-field` say others.
 * Source: AWS CodePipeline's integration of third-party actions as vendors have described it.
 */
export const REQUEST_PARAMETER = 'request';

/** A brace, URL-encoded: the parameter's value alone. */
const ENCODED = /^%7b/i;

/** Whether a text looks like the page's URL, its query, or the parameter alone. */
export function looksLikePageRequest(text: string): boolean {
  return /^https?:\/\/\S*[?&]request=/i.test(text) || /^\??(\S*&)?request=/.test(text) || ENCODED.test(text);
}

/** The JSON value in the request of the configuration page; undefined where there is none. */
export function readPageRequest(text: string): unknown {
  const query = text.includes('?') ? text.slice(text.indexOf('?') + 1) : text;
  const given = ENCODED.test(text)
    ? decoded(text)
    : new URLSearchParams(query.replace(/#.*$/s, '')).get(REQUEST_PARAMETER);
  if (given === null) return undefined;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** The first object at any depth that has the field; the request may wrap what it tells. */
export function objectWith(
  value: unknown,
  has: (record: Record<string, unknown>) => boolean,
  depth = 0,
): unknown {
  if (typeof value !== 'object' || value === null || depth > 5) return undefined;
  const record = value as Record<string, unknown>;
  if (has(record)) return record;
  for (const inner of Object.values(record)) {
    const found = objectWith(inner, has, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
