import { expect, it } from 'vitest';
import type { ObjectRow } from '#shared/domain/artifact.ts';
import { createRowStore } from '#main/compose/artifact-rows.ts';

const row = (number: number): ObjectRow => ({
  key: `web/Äpp/${number}`,
  size: number,
  modifiedAt: number % 5 === 0 ? null : number,
  etag: number % 7 === 0 ? null : `e${number}`,
  storageClass: number % 3 === 0 ? null : 'STANDARD',
});

it('gives back what was added, over the bounds of its chunks', () => {
  const rows = createRowStore();
  for (let number = 0; number < 9000; number += 1) rows.add(row(number));
  expect(rows.length).toBe(9000);
  for (const from of [0, 4090, 8185, 8995])
    expect(rows.slice(from, 20)).toEqual(
      Array.from({ length: Math.min(20, 9000 - from) }, (_, at) => row(from + at)),
    );
  expect(rows.slice(9000, 10)).toEqual([]);
});
