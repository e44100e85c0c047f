import { expect, it } from 'vitest';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import { planExtraction, type ExtractionOrder } from '#main/artifacts/save/plan-extraction.ts';
import { anEntry } from './an-archive.ts';

function plan(entries: readonly Partial<ArchiveEntry>[], change: Partial<ExtractionOrder> = {}) {
  return planExtraction({
    entries: entries.map((entry, index) => anEntry({ ...entry, index })),
    ...{ folder: '', limits: EXTRACTION_LIMITS, root: '/t', platform: 'linux', packedBytes: 1000 },
    ...change,
  });
}

const paths = (made: Awaited<ReturnType<typeof plan>>) =>
  made.files.map(({ segments }) => segments.join('/'));

it('plans files with their bytes, and folders that are listed', async () => {
  const made = await plan([
    { path: 'a/', kind: 'folder', size: 0 },
    { path: 'a/b.txt', size: 5 },
    { path: 'c' },
  ]);
  expect(paths(made)).toEqual(['a/b.txt', 'c']);
  expect(made.folders).toEqual([['a']]);
  expect(made).toMatchObject({ bytes: 8, issues: [], refused: null });
});

it('plans one folder with all below it, and nothing that only begins like it', async () => {
  const made = await plan([{ path: 'a/b/c' }, { path: 'a/bc' }, { path: 'a/b/d/e' }], { folder: 'a/b' });
  expect(paths(made)).toEqual(['c', 'd/e']);
});

it('makes no link and no device', async () => {
  const made = await plan([
    { path: 'l', kind: 'link', target: '/etc/passwd' },
    { path: 'p', kind: 'special' },
  ]);
  expect(made.files).toEqual([]);
  expect(made.issues.map(({ sentence }) => sentence)).toEqual([
    'It is a link (to /etc/passwd): links are never made.',
    'It is a device, a pipe or a socket: such files are never made.',
  ]);
});

it.each([
  ['the same name twice', ['a', 'a'], ['a']],
  ['names that differ in case', ['Readme', 'README'], ['Readme']],
  ['names that differ in composition', ['\u00e9', 'e\u0301'], ['\u00e9']],
  ['folders that differ in case', ['A/x', 'a/y'], ['A/x']],
  ['a file where a folder is', ['a/x', 'a'], ['a/x']],
  ['a folder where a file is', ['a', 'a/x', 'A/y'], ['a']],
])('keeps the first of %s', async (_what, given, kept) => {
  const made = await plan(given.map((path) => ({ path })));
  expect(paths(made)).toEqual(kept);
  expect(made.issues).toHaveLength(given.length - kept.length);
});

it('leaves out what is encrypted, and what the archive itself calls unsafe', async () => {
  const made = await plan([
    { path: 'a', encrypted: true },
    { path: 'b', faults: [{ fault: 'unsafe-path', sentence: 'It leads outside.' }] },
  ]);
  expect(made.issues).toEqual([
    { path: 'a', sentence: 'It is encrypted.' },
    { path: 'b', sentence: 'It leads outside.' },
  ]);
});

const limits = (change: Partial<typeof EXTRACTION_LIMITS>) => ({
  limits: { ...EXTRACTION_LIMITS, ...change },
});

it('names the limit for the number of entries', async () => {
  const made = await plan([{ path: 'a' }, { path: 'b' }, { path: 'c' }], limits({ maxEntries: 2 }));
  expect(made.refused).toContain('maxEntries');
});

it('names the limit for all bytes', async () => {
  const made = await plan([{ path: 'a' }, { path: 'b' }], limits({ maxTotalBytes: 5 }));
  expect(made.refused).toContain('maxTotalBytes');
});

it('leaves out a file above the limit for one', async () => {
  const made = await plan([{ path: 'a', size: 11 }, { path: 'b' }], limits({ maxFileBytes: 10 }));
  expect(paths(made)).toEqual(['b']);
  expect(made.issues[0]?.sentence).toContain('maxFileBytes');
});

it('leaves out a file that unpacks to too much, and none that is small', async () => {
  const made = await plan(
    [
      { path: 'bomb', size: 50_000_000, compressedSize: 10_000 },
      { path: 'small', size: 999_999, compressedSize: 1 },
    ],
    { packedBytes: 10_000 },
  );
  expect(paths(made)).toEqual(['small']);
  expect(made.issues[0]?.sentence).toContain('maxRatio');
});

it('names the ratio where the whole unpacks to too much', async () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    path: `f${index}`,
    size: 900_000,
    compressedSize: 1,
  }));
  expect((await plan(many, { packedBytes: 100 })).refused).toContain('maxRatio');
});

it('can be given up', async () => {
  const ending = new AbortController();
  const entries = Array.from({ length: 20_000 }, (_, index) => anEntry({ index, path: `f${index}` }));
  const order = {
    folder: '',
    limits: EXTRACTION_LIMITS,
    root: '/t',
    platform: 'linux' as const,
    packedBytes: 1,
  };
  const planned = planExtraction({ entries, ...order }, ending.signal);
  ending.abort();
  await expect(planned).rejects.toThrow('aborted');
});
