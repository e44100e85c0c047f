import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNeighbours, planPieces } from '#main/artifacts/archive/neighbours.ts';
import { byteObject } from '#test/support/byte-object.ts';

const KILOBYTE = 1024;
const MEGABYTE = 1024 * 1024;
const signal = new AbortController().signal;

describe('pieces', () => {
  it('join neighbours whatever their order, and leave wide gaps out', () => {
    const pieces = planPieces([
      { entry: 2, from: 300, to: 400 },
      { entry: 0, from: 0, to: 100 },
      { entry: 1, from: 100, to: 200 },
      { entry: 3, from: 400 + 33 * KILOBYTE, to: 500 + 33 * KILOBYTE },
    ]);
    expect(pieces).toEqual([
      { from: 0, to: 400, entries: [0, 1, 2] },
      { from: 400 + 33 * KILOBYTE, to: 500 + 33 * KILOBYTE, entries: [3] },
    ]);
  });

  it('are a megabyte long at most, and hold each entry whole and once', () => {
    const stretch = fc.tuple(
      fc.integer({ min: 0, max: 8 * MEGABYTE }),
      fc.integer({ min: 0, max: MEGABYTE }),
    );
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 60 }), (made) => {
        const stretches = made.map(([from, length], entry) => ({ entry, from, to: from + length }));
        const pieces = planPieces(stretches);
        for (const { from, to, entries } of pieces) {
          expect(to - from).toBeLessThanOrEqual(MEGABYTE);
          for (const entry of entries) {
            expect(stretches[entry]?.from).toBeGreaterThanOrEqual(from);
            expect(stretches[entry]?.to).toBeLessThanOrEqual(to);
          }
        }
        const wanted = stretches.filter(({ from, to }) => to > from).map(({ entry }) => entry);
        expect(pieces.flatMap(({ entries }) => entries).sort((a, b) => a - b)).toEqual(wanted);
      }),
    );
  });
});

describe('neighbours', () => {
  const bytes = Uint8Array.from({ length: 12 * MEGABYTE }, (_, at) => at % 251);
  const stretches = Array.from({ length: 24 }, (_, entry) => ({
    ...{ entry, from: entry * 500_000, to: entry * 500_000 + 400_000 },
  }));

  it('come with one request, which is asked for ahead', async () => {
    const object = byteObject(bytes, { tailBytes: 0 });
    const neighbours = createNeighbours(object, planPieces(stretches), signal);
    const read = await neighbours.seenBy(0).read(10, 300_000);
    expect(Buffer.from(read).equals(bytes.subarray(10, 300_010))).toBe(true);
    expect(object.requests).toHaveLength(3);
    await neighbours.seenBy(1).read(500_000, 400_000);
    expect(object.requests).toHaveLength(4);
  });

  it('are asked for again one by one when their piece was let go, and never more than eight pieces are held', async () => {
    const object = byteObject(bytes, { tailBytes: 0 });
    const neighbours = createNeighbours(object, planPieces(stretches), signal);
    for (const { entry, from } of stretches) await neighbours.seenBy(entry).read(from, 10);
    const before = object.requests.length;
    await neighbours.seenBy(0).read(0, 10);
    expect(object.requests.slice(before)).toEqual([[0, 10]]);
    await neighbours.seenBy(23).read(23 * 500_000, 10);
    expect(object.requests).toHaveLength(before + 1);
  });

  it('leave ranges outside of the entry’s piece to the object', async () => {
    const object = byteObject(bytes, { tailBytes: 0 });
    const neighbours = createNeighbours(object, planPieces([{ entry: 0, from: 0, to: 100 }]), signal);
    await neighbours.seenBy(0).read(50, 100);
    expect(object.requests).toEqual([[50, 150]]);
  });

  it('pass on what fetching the piece threw, and let the reader give up', async () => {
    const object = byteObject(bytes, { tailBytes: 0, replacedAt: 0 });
    const neighbours = createNeighbours(object, planPieces(stretches), signal);
    await expect(neighbours.seenBy(0).read(0, 10)).rejects.toThrow('the object was replaced');
    const given = AbortSignal.abort(new Error('enough'));
    const calm = createNeighbours(byteObject(bytes, { tailBytes: 0 }), planPieces(stretches), signal);
    await expect(calm.seenBy(0).read(0, 10, given)).rejects.toThrow('enough');
  });
});
