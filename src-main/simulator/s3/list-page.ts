import { pageLimit } from './page-limit.ts';
import { firstAtOrAfter, firstBehind } from './key-index.ts';
import { invalidArgument } from './s3-error.ts';

/** What all listings have in common: which keys, in what groups, how many at a time. */
export interface ListSettings {
  readonly prefix: string;
  /** Empty: no groups. */
  readonly delimiter: string;
  readonly limit: number;
  /** Keys and prefixes as the answer shall write them. */
  readonly encode: (text: string) => string;
}

/** Where a listing goes on: behind a key, or behind all keys that begin with a common prefix. */
export interface ListPosition {
  readonly after: string;
  readonly withAllUnder: boolean;
}

/** One key, or one common prefix in place of all keys under it. */
export interface ListEntry {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** Reads the query of a listing. Throws S3Error InvalidArgument. */
export function listSettings(query: URLSearchParams, limitName = 'max-keys'): ListSettings {
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: pageLimit(limitName, query.get(limitName)),
    encode: (text) => (encoding === null ? text : encodeURIComponent(text).replace(/%2F/g, '/')),
  };
}

/**
 * Keys and common prefixes behind a position, in S3's order, without end: the caller takes as many as it needs.
 * A step costs a few comparisons, however many keys lie under a common prefix.
 */
export function* entriesBehind(
  sorted: readonly string[],
  { prefix, delimiter }: Pick<ListSettings, 'prefix' | 'delimiter'>,
  { after, withAllUnder }: ListPosition,
): Generator<ListEntry, undefined> {
  let at = firstAtOrAfter(sorted, prefix);
  if (after !== '') at = Math.max(at, firstBehind(sorted, after, { withAllUnder }));
  for (let key = sorted[at]; key?.startsWith(prefix); key = sorted[at]) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      yield { text: key, isPrefix: false };
      at += 1;
    } else {
      const common = key.slice(0, end + delimiter.length);
      yield { text: common, isPrefix: true };
      at = firstBehind(sorted, common, { withAllUnder: true, from: at });
    }
  }
  return undefined;
}

/**
 * Where to go on behind a marker that a client gives: a marker that is, or lies under, a common prefix of the
 * listing stands for all of it.
 */
export function behindMarker(
  marker: string,
  { prefix, delimiter }: Pick<ListSettings, 'prefix' | 'delimiter'>,
): ListPosition {
  const end = delimiter === '' || !marker.startsWith(prefix) ? -1 : marker.indexOf(delimiter, prefix.length);
  return end < 0
    ? { after: marker, withAllUnder: false }
    : { after: marker.slice(0, end + delimiter.length), withAllUnder: true };
}

/** A parameter of the query as the answer repeats it; undefined where it was not given. */
export function repeated(
  query: URLSearchParams,
  name: string,
  encode: (text: string) => string = (text) => text,
): string | undefined {
  const value = query.get(name);
  return value === null ? undefined : encode(value);
}
