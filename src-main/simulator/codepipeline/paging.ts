import { createHmac, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../world/service-error.ts';
import type { Call } from './operation.ts';

/** What a caller asks for. `filter` is whatever else decides which items there are: a token is good for it alone. */
export interface PageRequest {
  readonly operation: string;
  readonly filter?: unknown;
  readonly nextToken?: string | undefined;
  readonly limit: number;
}

/**
 * Where items come from, in a fixed order. `after` gives those behind the item with that key, whether or not
 * it is still there, and all of them for null; only as many are taken as the page needs. Keys are at most
 * 500 characters and stay with their item, so that what is added or removed in between shifts no page.
 */
export interface PageSource<T> {
  after(key: string | null): Iterable<T>;
  keyOf(item: T): string;
}

/** One page. There is a token only where another item follows. */
export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

const sealBytes = 16;

/**
 * Takes one page. A token that this simulator did not give for the same operation, region and filter is an
 * InvalidNextTokenException.
 */
export function pageOf<T>(
  call: Pick<Call, 'region' | 'sealingKey'>,
  request: PageRequest,
  source: PageSource<T>,
): Page<T> {
  const { nextToken, limit } = request;
  const key = nextToken === undefined ? null : openToken(call, request, nextToken);
  const items: T[] = [];
  for (const item of source.after(key)) {
    const last = items.at(-1);
    if (items.length === limit && last !== undefined) {
      return { items, nextToken: sealToken(call, request, source.keyOf(last)) };
    }
    items.push(item);
  }
  return { items };
}

/** Items that are sorted by their key already, ascending by code units. */
export function inOrderOf<T>(items: readonly T[], keyOf: (item: T) => string): PageSource<T> {
  return {
    keyOf,
    *after(key) {
      const start = key === null ? 0 : firstBeyond(items, (item) => keyOf(item) > key);
      for (let at = start; at < items.length; at += 1) yield items[at] as T;
    },
  };
}

/** Items that are kept oldest first under rising ordinals, given newest first, without a copy of the list. */
export function newestFirst<T>(oldestFirst: readonly T[], ordinalOf: (item: T) => number): PageSource<T> {
  return {
    keyOf: (item) => String(ordinalOf(item)),
    *after(key) {
      const end =
        key === null
          ? oldestFirst.length
          : firstBeyond(oldestFirst, (item) => ordinalOf(item) >= Number(key));
      for (let at = end - 1; at >= 0; at -= 1) yield oldestFirst[at] as T;
    },
  };
}

function firstBeyond<T>(items: readonly T[], isBeyond: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sealToken(call: Pick<Call, 'region' | 'sealingKey'>, request: PageRequest, key: string): string {
  return Buffer.concat([seal(call, request, key), Buffer.from(key)]).toString('base64');
}

function openToken(call: Pick<Call, 'region' | 'sealingKey'>, request: PageRequest, token: string): string {
  const bytes = Buffer.from(token, 'base64');
  const key = bytes.subarray(sealBytes).toString();
  const isOurs =
    bytes.length > sealBytes &&
    bytes.toString('base64') === token &&
    timingSafeEqual(bytes.subarray(0, sealBytes), seal(call, request, key));
  if (isOurs) return key;
  throw new ServiceError('InvalidNextTokenException', 'The next token is invalid');
}

function seal(call: Pick<Call, 'region' | 'sealingKey'>, request: PageRequest, key: string): Buffer {
  const scope = JSON.stringify([request.operation, call.region, request.filter ?? null, key]);
  return createHmac('sha256', call.sealingKey).update(scope).digest().subarray(0, sealBytes);
}
