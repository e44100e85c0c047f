/** What is looked at of an http or https URL. `URL` itself belongs to Node and to pages, and shared/ to neither. */
export interface PlainUrl {
  /** In lower case, without port and user. */
  readonly hostname: string;
  /** As written, encoded; begins with a slash. */
  readonly pathname: string;
  readonly query: PlainQuery;
}

/** The parameters of a query, decoded, in their order; a `+` is a space. */
export type PlainQuery = readonly (readonly [name: string, value: string])[];

const PARTS =
  /^https?:\/\/(?:[^/?#@\s\\]*@)?([a-z0-9._-]+)(?::\d{1,5})?(\/[^?#\s]*)?(?:\?([^#\s]*))?(?:#.*)?$/i;

/** Null for anything that is not an http or https URL with a plain host name. */
export function parsePlainUrl(text: string): PlainUrl | null {
  const [whole, hostname, pathname = '/', query = ''] = PARTS.exec(text.trim()) ?? [];
  if (whole === undefined || hostname === undefined) return null;
  return { hostname: hostname.toLowerCase(), pathname, query: parsePlainQuery(query) };
}

/** Parameters as forms encode them; what encodes nothing stays as it is written. */
export function parsePlainQuery(query: string): PlainQuery {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
      return [decoded(name), decoded(value)] as const;
    });
}

/** The first value of that name; null where there is none. */
export function plainParameter(query: PlainQuery, name: string): string | null {
  return query.find(([known]) => known === name)?.[1] ?? null;
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
