import { expect, it } from 'vitest';
import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import { findEntries, pageOf } from '#main/compose/artifact-entries.ts';
import { anEntry } from '../artifacts/save/an-archive.ts';

const entries = (...given: Partial<ArchiveEntry>[]) =>
  given.map((entry, index) => anEntry({ ...entry, index }));
const all = { folder: '', search: '', sort: 'path', descending: false } as const;

const tree = entries(
  { path: 'b.txt', size: 9 },
  { path: 'src/', kind: 'folder', size: 0 },
  { path: 'src/a.ts', size: 5 },
  { path: 'src/deep/c.ts', size: 7 },
  { path: 'empty/', kind: 'folder', size: 0 },
  { path: 'a.txt', size: 1 },
  { path: '/etc/passwd', size: 2 },
  { path: '', size: 3 },
);
const paths = async (query: Partial<Parameters<typeof findEntries>[1]>) => {
  const found = await findEntries(tree, { ...all, ...query });
  const page = pageOf(found, tree, 0, 100);
  return [page.folders.map(({ path }) => path), page.entries.map(({ path }) => path)];
};

it('shows a folder with those in it, and what is nowhere else where it stands', async () => {
  expect(await paths({})).toEqual([
    ['empty', 'src'],
    ['', '/etc/passwd', 'a.txt', 'b.txt'],
  ]);
  expect(await paths({ folder: 'src' })).toEqual([['src/deep'], ['src/a.ts']]);
});

it('counts what lies below a folder', async () => {
  const { folders } = await findEntries(tree, all);
  expect(folders.find(({ name }) => name === 'src')).toEqual({
    path: 'src',
    name: 'src',
    files: 2,
    size: 12,
  });
});

it('shows only folders that hold a match, and searches without regard to case', async () => {
  expect(await paths({ search: 'C.TS' })).toEqual([['src'], []]);
  expect(await paths({ search: 'c.ts', folder: null })).toEqual([[], ['src/deep/c.ts']]);
});

it.each([
  ['size', false, ['a.txt', '/etc/passwd', '', 'src/a.ts', 'src/deep/c.ts', 'b.txt']],
  ['size', true, ['b.txt', 'src/deep/c.ts', 'src/a.ts', '', '/etc/passwd', 'a.txt']],
  ['path', true, ['src/deep/c.ts', 'src/a.ts', 'b.txt', 'a.txt', '/etc/passwd', '']],
] as const)('sorts flat by %s (descending: %s)', async (sort, descending, order) => {
  expect(await paths({ folder: null, sort, descending })).toEqual([[], order]);
});

it('pages over folders and entries as one list', async () => {
  const found = await findEntries(tree, all);
  const page = pageOf(found, tree, 1, 2);
  expect([page.folders.map(({ path }) => path), page.entries.map(({ path }) => path), page.total]).toEqual([
    ['src'],
    [''],
    6,
  ]);
});

it('sorts many entries stably without keeping others waiting', async () => {
  const many = Array.from({ length: 60_000 }, (_, index) =>
    anEntry({ index, path: `d${index % 7}/f${(index * 7919) % 60_000}`, size: index % 3 }),
  );
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const found = await findEntries(many, { ...all, folder: null, sort: 'size' });
  clearInterval(beat);
  const sorted = [...many].sort(
    (one, other) => one.size - other.size || (one.path < other.path ? -1 : one.path > other.path ? 1 : 0),
  );
  expect([...found.entries]).toEqual(sorted.map(({ index }) => index));
  // Far above a turn, and far below what the whole takes in one piece on a busy machine.
  expect(longest).toBeLessThan(500);
});

it('can be given up', async () => {
  const ending = new AbortController();
  const many = Array.from({ length: 60_000 }, (_, index) => anEntry({ index, path: `f${index}` }));
  const found = findEntries(many, all, ending.signal);
  ending.abort();
  await expect(found).rejects.toThrow('aborted');
});
