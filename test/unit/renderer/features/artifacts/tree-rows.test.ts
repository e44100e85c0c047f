import { describe, expect, it } from 'vitest';
import {
  ENTRIES_PAGE,
  pageKey,
  parentRow,
  ratioOf,
  rowsBetween,
  treeRows as rowsOf,
} from '#renderer/features/artifacts/inside/tree-rows.ts';
import { aPage, anEntry } from './an-artifact.ts';

const folder = (path: string) => ({ path, name: path.split('/').at(-1) ?? '', files: 1, size: 1 });

const treeRows = (...told: Parameters<typeof rowsOf>) => {
  const rows = rowsOf(...told);
  return rowsBetween(rows, 0, rows.length - 1);
};

describe('the rows of the tree', () => {
  it('wait for the first page', () => {
    expect(treeRows('', new Set(), new Map())).toEqual([
      { kind: 'pending', page: { of: '', from: 0 }, level: 1 },
    ]);
  });

  it('hold an expanded folder’s own rows below it, one level deeper', () => {
    const pages = new Map([
      [pageKey('', 0), aPage([anEntry(2, 'z.txt')], [folder('a')])],
      [pageKey('a', 0), aPage([anEntry(0, 'a/x'), anEntry(1, 'a/y')])],
    ]);
    const shut = treeRows('', new Set(), pages);
    expect(shut.map(({ kind }) => kind)).toEqual(['folder', 'entry']);
    const open = treeRows('', new Set(['a']), pages);
    const rows = rowsOf('', new Set(['a']), pages);
    expect(open.map(({ level }) => level)).toEqual([1, 2, 2, 1]);
    expect(parentRow(rows, 2)).toBe(0);
    expect(parentRow(rows, 3)).toBe(-1);
  });

  it('keep the place of rows whose page has not come', () => {
    const first = Array.from({ length: ENTRIES_PAGE }, (_, at) => anEntry(at, `f${at}`));
    const pages = new Map([[pageKey(null, 0), aPage(first, [], 1200)]]);
    const rows = treeRows(null, new Set(), pages);
    expect(rows).toHaveLength(1200);
    expect(rows[499]).toMatchObject({ kind: 'entry' });
    expect(rows[500]).toEqual({ kind: 'pending', page: { of: null, from: 500 }, level: 1 });
    expect(rows[1199]).toEqual({ kind: 'pending', page: { of: null, from: 1000 }, level: 1 });
  });

  it('are the same whichever pages are here, but for what is pending', () => {
    const folders = Array.from({ length: 700 }, (_, at) => folder(`d${String(at).padStart(3, '0')}`));
    const entries = Array.from({ length: 800 }, (_, at) => anEntry(at, `f${at}`));
    const of = (from: number) =>
      aPage(
        entries.slice(Math.max(0, from - 700), Math.max(0, from + ENTRIES_PAGE - 700)),
        folders.slice(from, from + ENTRIES_PAGE),
        1500,
      );
    const all = new Map([0, 500, 1000].map((from) => [pageKey('', from), of(from)]));
    const inner = aPage([anEntry(9000, 'd600/x')], [], 1);
    all.set(pageKey('d600', 0), inner);
    const whole = treeRows('', new Set(['d600']), all);
    expect(whole).toHaveLength(1501);
    expect(whole[601]).toMatchObject({ kind: 'entry', level: 2, entry: { path: 'd600/x' } });
    expect(whole[1500]).toMatchObject({ entry: { path: 'f799' } });
    all.delete(pageKey('', 1000));
    const part = treeRows('', new Set(['d600']), all);
    expect(part.slice(0, 1001)).toEqual(whole.slice(0, 1001));
    expect(part.slice(1001)).toEqual(
      whole.slice(1001).map(({ page, level }) => ({ kind: 'pending', page, level })),
    );
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
