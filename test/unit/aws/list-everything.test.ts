import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, countUpTo } from '#main/aws/key-order.ts';
import { listEverything, type KeyPage } from '#main/aws/list-everything.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ObjectRow } from '#shared/domain/artifact.ts';

const rowOf = (key: string): ObjectRow => ({
  ...{ key, size: 1, modifiedAt: null, etag: null, storageClass: null },
});

/** A bucket over sorted keys. Answers come in an order that the seed decides; virtual time counts rounds of answers. */
function aBucket(unsorted: readonly string[], options: { seed?: number; emptyPages?: boolean } = {}) {
  const keys = [...new Set(unsorted)].sort(compareKeys);
  let state = options.seed ?? 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
  const waiting: (() => void)[] = [];
  let isScheduled = false;
  const answerOne = (): void => {
    const at = Math.floor(random() * waiting.length);
    waiting.splice(at, 1)[0]?.();
    isScheduled = waiting.length > 0;
    if (isScheduled) setImmediate(answerOne);
  };
  const bucket = {
    keys,
    requests: 0,
    most: 0,
    page(after: string | null, count: number, token: string | null): Promise<KeyPage> {
      bucket.requests += 1;
      let from = 0;
      if (after !== null) {
        let [low, high] = [0, keys.length];
        while (low < high) {
          const middle = (low + high) >>> 1;
          if (compareKeys(keys[middle] ?? '', after) <= 0) low = middle + 1;
          else high = middle;
        }
        from = low;
      }
      const isEmptyPage =
        options.emptyPages === true && token === null && from < keys.length && random() < 0.3;
      const rows = isEmptyPage ? [] : keys.slice(from, from + count).map(rowOf);
      const more = from + rows.length < keys.length;
      return new Promise((resolve) => {
        waiting.push(() => resolve({ rows, next: more ? 'token' : null }));
        bucket.most = Math.max(bucket.most, waiting.length);
        if (!isScheduled) {
          isScheduled = true;
          setImmediate(answerOne);
        }
      });
    },
  };
  return bucket;
}

async function listed(bucket: ReturnType<typeof aBucket>, atOnce = 8, prefix = ''): Promise<string[]> {
  const found: string[] = [];
  await listEverything({
    ...{ prefix, atOnce, signal: new AbortController().signal },
    page: (after, count, token) => bucket.page(after, Math.ceil(count / 50), token),
    onRows: (rows) => found.push(...rows.map(({ key }) => key)),
  });
  return found;
}

const piece = fc.oneof(
  fc.constantFrom('a', 'b', '0', '1', '9', 'z', '/', '-', '~', ' ', '\u0001', 'ä', '\ud7ff', '\ue000'),
  fc.constantFrom('日', '本', '\u{1f600}', '\u{10ffff}', '\uffff', '%', '+', '&'),
);
const key = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

describe('listing everything', () => {
  it('gives each key exactly once, whatever they look like and in whatever order answers come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(key, { maxLength: 400 }),
        fc.array(key, { maxLength: 3 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer(),
        fc.boolean(),
        async (few, folders, many, seed, emptyPages) => {
          const crowded = folders.flatMap((folder) =>
            Array.from({ length: many }, (_, at) => `${folder}/${(at * 7919) % 1_000_003}`),
          );
          const bucket = aBucket([...few, ...crowded], { seed, emptyPages });
          const found = await listed(bucket);
          expect([...found].sort(compareKeys)).toEqual(bucket.keys);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps the order of keys within each part and never asks for more at once than allowed', async () => {
    const bucket = aBucket(Array.from({ length: 20_000 }, (_, at) => `key-${String(at).padStart(7, '0')}`));
    const batches: string[][] = [];
    await listEverything({
      ...{ prefix: '', atOnce: 8, signal: new AbortController().signal },
      page: (after, count, token) => bucket.page(after, Math.ceil(count / 50), token),
      onRows: (rows) => batches.push(rows.map((row) => row.key)),
    });
    expect(batches.flat()).toHaveLength(20_000);
    for (const batch of batches) expect(batch).toEqual([...batch].sort(compareKeys));
    expect(bucket.most).toBe(8);
  });

  it('divides one crowded folder among others, with few requests more than pages', async () => {
    const small = Array.from({ length: 300 }, (_, at) => `t${at}/a`);
    const crowded = Array.from(
      { length: 40_000 },
      (_, at) => `tenant/x/${((at * 7919) % 1_000_003).toString(36)}`,
    );
    const bucket = aBucket([...small, ...crowded]);
    expect((await listed(bucket, 16)).length).toBe(bucket.keys.length);
    expect(bucket.most).toBe(16);
    // 2,015 pages of 20 keys; looking behind points costs half a request a page at most.
    expect(bucket.requests).toBeLessThan(2_015 * 1.6 + 512);
  });

  it('has 32 requests under way soon where keys lie in folders, and looks for few in vain', async () => {
    const bucket = Array.from(
      { length: 300_000 },
      (_, at) =>
        `pipeline-${String(Math.floor(at / 3_000)).padStart(3, '0')}/BuildArtif/${String(at).padStart(8, '0')}.zip`,
    );
    const waiting: (() => void)[] = [];
    let requests = 0;
    let ended = false;
    const bucketRows = bucket.map(rowOf);
    const listing = listEverything({
      ...{ prefix: '', atOnce: 32, signal: new AbortController().signal, onRows: () => undefined },
      page: (after, count) =>
        new Promise((resolve) => {
          requests += 1;
          const from = after === null ? 0 : countUpTo(bucketRows, after);
          const rows = bucketRows.slice(from, from + count);
          waiting.push(() => resolve({ rows, next: from + count < bucket.length ? 'token' : null }));
        }),
    }).then(() => (ended = true));
    let rounds = 0;
    for (; !ended; rounds += 1) {
      for (const answer of waiting.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await listing;
    // 301 pages are ten rounds of 32; one after the other they are 301.
    expect(rounds).toBeLessThan(28);
    expect(requests).toBeLessThan(600);
  });

  it('ends early when it is stopped, and keeps what was found', async () => {
    const bucket = aBucket(Array.from({ length: 5_000 }, (_, at) => `k${at}`));
    const stop = new AbortController();
    const found: string[] = [];
    await listEverything({
      ...{ prefix: '', atOnce: 4, signal: stop.signal },
      page: (after, count, token) => bucket.page(after, Math.ceil(count / 50), token),
      onRows(rows) {
        found.push(...rows.map((row) => row.key));
        stop.abort();
      },
    });
    expect(found).toHaveLength(20);
  });

  it('is patient with answers to come back later, and fails with any other', async () => {
    const bucket = aBucket(Array.from({ length: 2_000 }, (_, at) => `k${at}`));
    let asked = 0;
    const list = (code: 'throttled' | 'aws-access-denied') =>
      listEverything({
        ...{ prefix: '', atOnce: 4, signal: new AbortController().signal, onRows: () => undefined },
        page(after, count, token) {
          asked += 1;
          if (asked % 3 === 0)
            return Promise.reject(new ActionDeskError(code, 'no', { retryable: code === 'throttled' }));
          return bucket.page(after, Math.ceil(count / 50), token);
        },
      });
    await expect(list('throttled')).resolves.toBeUndefined();
    await expect(list('aws-access-denied')).rejects.toMatchObject({ code: 'aws-access-denied' });
  });
});
