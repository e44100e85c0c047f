import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inOrderOf, newestFirst, pageOf } from '#main/simulator/codepipeline/paging.ts';

const call = { region: 'us-east-1', sealingKey: createSecretKey(Buffer.from('a key of this test')) };
const request = { operation: 'ListThings', limit: 2 };
const invalid = expect.objectContaining({ type: 'InvalidNextTokenException' }) as Error;

describe('pages', () => {
  it('go through everything once, in order', () => {
    const source = inOrderOf(['a', 'b', 'c', 'd', 'e'], (name) => name);
    const seen: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = pageOf(call, { ...request, nextToken }, source);
      seen.push(page.items);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('of the newest first are not shifted by what is added meanwhile', () => {
    const numbers = Array.from({ length: 5 }, (_, n) => n + 1);
    const first = pageOf(call, request, newestFirst(numbers, Number));
    expect(first.items).toEqual([5, 4]);
    numbers.push(6, 7);
    const second = pageOf(call, { ...request, nextToken: first.nextToken }, newestFirst(numbers, Number));
    expect(second.items).toEqual([3, 2]);
  });

  it('take no more from their source than they need', () => {
    let taken = 0;
    const source = {
      keyOf: String,
      *after() {
        for (; taken < 1000; taken += 1) yield taken;
      },
    };
    expect(pageOf(call, request, source).items).toEqual([0, 1]);
    expect(taken).toBeLessThan(4);
  });

  it('are empty without anything, and have no token then', () => {
    expect(pageOf(call, request, inOrderOf([], String))).toEqual({ items: [] });
  });

  it('refuse a token of another operation, region, filter or simulator', () => {
    const source = inOrderOf(['a', 'b', 'c'], (name) => name);
    const { nextToken } = pageOf(call, request, source);
    expect(pageOf(call, { ...request, nextToken }, source).items).toEqual(['c']);
    for (const [otherCall, change] of [
      [call, { operation: 'ListOthers' }],
      [call, { filter: { owner: 'AWS' } }],
      [{ ...call, region: 'us-west-2' }, {}],
      [{ ...call, sealingKey: createSecretKey(Buffer.from('another key')) }, {}],
    ] as const) {
      expect(() => pageOf(otherCall, { ...request, ...change, nextToken }, source)).toThrow(invalid);
    }
  });

  it('refuse a token with any character changed', () => {
    const source = inOrderOf(['a', 'b', 'c'], (name) => name);
    const token = pageOf(call, request, source).nextToken ?? '';
    for (let at = 0; at < token.length; at += 1) {
      const changed = `${token.slice(0, at)}${token[at] === 'Q' ? 'R' : 'Q'}${token.slice(at + 1)}`;
      expect(() => pageOf(call, { ...request, nextToken: changed }, source)).toThrow(invalid);
    }
  });
});
