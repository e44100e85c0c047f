import { describe, expect, it } from 'vitest';
import {
  ENTRIES_PAGE,
  pageKey,
  parentRow,
  ratioOf,
  treeRows,
} from '#renderer/features/artifacts/inside/tree-rows.ts';
import { aPage, anEntry } from './an-artifact.ts';

const folder = (path: string) => ({ path, name: path.split('/').at(-1) ?? '', files: 1, size: 1 });

describe('the rows of the tree', () => {
  it('wait for the first page', () => {
    expect(treeRows('', new Set(), new Map())).toEqual([{ kind: 'pending', of: '', from: 0, level: 1 }]);
  });

  it('hold an expanded folder’s own rows below it, one level deeper', () => {
    const pages = new Map([
      [pageKey('', 0), aPage([anEntry(2, 'z.txt')], [folder('a')])],
      [pageKey('a', 0), aPage([anEntry(0, 'a/x'), anEntry(1, 'a/y')])],
    ]);
    const shut = treeRows('', new Set(), pages);
    expect(shut.map(({ kind }) => kind)).toEqual(['folder', 'entry']);
    const open = treeRows('', new Set(['a']), pages);
    expect(open.map(({ level }) => level)).toEqual([1, 2, 2, 1]);
    expect(parentRow(open, 2)).toBe(0);
    expect(parentRow(open, 3)).toBe(-1);
  });

  it('keep the place of rows whose page has not come', () => {
    const first = Array.from({ length: ENTRIES_PAGE }, (_, at) => anEntry(at, `f${at}`));
    const pages = new Map([[pageKey(null, 0), aPage(first, [], 1200)]]);
    const rows = treeRows(null, new Set(), pages);
    expect(rows).toHaveLength(1200);
    expect(rows[499]).toMatchObject({ kind: 'entry' });
    expect(rows[500]).toEqual({ kind: 'pending', of: null, from: 500, level: 1 });
    expect(rows[1199]).toEqual({ kind: 'pending', of: null, from: 1000, level: 1 });
  });
});

describe('the ratio', () => {
  it.each([
    [3000, 1000, 3],
    [3000, null, null],
    [0, 0, null],
  ])('of %s to %s is %s', (size, compressedSize, ratio) => {
    expect(ratioOf({ size, compressedSize })).toBe(ratio);
  });
});
