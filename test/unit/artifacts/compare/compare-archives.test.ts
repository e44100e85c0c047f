import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArchiveProblem } from '#main/artifacts/archive/archive-problem.ts';
import { compareArchives, type CompareOptions } from '#main/artifacts/compare/compare-archives.ts';
import type { OpenArchive } from '#main/artifacts/ports.ts';
import { comparedRowSchema, type ComparedRow } from '#shared/domain/artifact-compare.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { anArchive, fault } from './an-archive.ts';

async function rowsOf(
  left: OpenArchive,
  right: OpenArchive,
  given: Partial<CompareOptions> = {},
): Promise<ComparedRow[]> {
  const rows: ComparedRow[] = [];
  const counts = await compareArchives(left, right, {
    onRow: (row) => rows.push(comparedRowSchema.parse(row)),
    ...given,
  });
  for (const [verdict, count] of Object.entries(counts)) {
    expect(rows.filter((row) => row.verdict === verdict)).toHaveLength(count);
  }
  return rows.sort((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));
}
const verdicts = (rows: readonly ComparedRow[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ path, verdict }) => [path, verdict]));

it('tells by CRC-32 and size what changed, without reading a content', async () => {
  const left = anArchive([
    ...[
      { path: 'same', text: 'a' },
      { path: 'gone', text: 'b' },
      { path: 'crc', text: 'ab' },
    ],
    ...[{ path: 'size', text: 'a' }, { path: 'dir', kind: 'folder' as const }, { path: 'empty' }],
  ]);
  const right = anArchive([
    ...[
      { path: 'empty' },
      { path: 'size', text: 'aa' },
      { path: 'new', text: 'b' },
      { path: 'crc', text: 'ba' },
    ],
    { path: 'same', text: 'a', modifiedAt: 99, method: 'Store', mode: 0o777 },
  ]);
  const rows = await rowsOf(left, right);
  expect(verdicts(rows)).toEqual({
    ...{ same: 'same', gone: 'removed', crc: 'changed', size: 'changed', empty: 'same', new: 'added' },
  });
  expect([...left.read, ...right.read]).toEqual([]);
  expect(rows.find(({ path }) => path === 'size')).toEqual({
    ...{ path: 'size', verdict: 'changed', left: 3, right: 1, leftSize: 1, rightSize: 2, fault: null },
  });
});

it('reads the contents of tars, of equal size only', async () => {
  const left = anArchive(
    [
      { path: 'a', text: 'xx' },
      { path: 'b', text: 'xx' },
      { path: 'c', text: 'x' },
    ],
    { kind: 'tar' },
  );
  const right = anArchive([
    { path: 'a', text: 'xx' },
    { path: 'b', text: 'xy' },
    { path: 'c', text: 'xx' },
  ]);
  expect(verdicts(await rowsOf(left, right))).toEqual({ a: 'same', b: 'changed', c: 'changed' });
  expect([...left.read].sort()).toEqual(['a', 'b']);
});

it('reads also what has one CRC-32, when it has to be certain', async () => {
  const left = anArchive([{ path: 'a', text: 'xx', crc32: '11111111' }]);
  const right = anArchive([{ path: 'a', text: 'xy', crc32: '11111111' }]);
  expect(verdicts(await rowsOf(left, right))).toEqual({ a: 'same' });
  expect(verdicts(await rowsOf(left, right, { certain: true }))).toEqual({ a: 'changed' });
});

it('does not believe the empty CRC-32 of an encrypted entry', async () => {
  const sealed = {
    path: 'a',
    text: 'xx',
    crc32: '00000000',
    fails: new ArchiveProblem('encrypted', 'Sealed.'),
  };
  const [row] = await rowsOf(anArchive([sealed]), anArchive([sealed]));
  expect(row).toMatchObject({ verdict: 'unknown', fault: { fault: 'encrypted', sentence: 'Sealed.' } });
});

it('pairs several files of one name by their order', async () => {
  const left = anArchive([
    { path: 'a', text: '1' },
    { path: 'a', text: '2' },
    { path: 'a', text: '3' },
  ]);
  const right = anArchive([
    { path: 'a', text: '1' },
    { path: 'a', text: 'x' },
  ]);
  const rows = await rowsOf(left, right);
  expect(rows.map(({ verdict, left: l, right: r }) => [verdict, l, r])).toEqual([
    ['same', 0, 0],
    ['changed', 1, 1],
    ['removed', 2, null],
  ]);
});

it('compares links by where they point, and never follows them', async () => {
  const link = (path: string, target: string) => ({ path, target, kind: 'link' as const, crc32: null });
  const left = anArchive([link('a', 'x'), link('b', 'x'), link('c', 'x')]);
  const right = anArchive([link('a', 'x'), link('b', 'y'), { path: 'c', text: 'x' }]);
  expect(verdicts(await rowsOf(left, right))).toEqual({ a: 'same', b: 'changed', c: 'changed' });
  expect(left.read).toEqual([]);
});

it('compares two plain objects as one file, whatever they are named', async () => {
  const plain = (whole: string, faults = [fault('not-an-archive')]) =>
    anArchive([], { kind: 'plain', whole, faults });
  expect(await rowsOf(plain('abc'), plain('abc'))).toEqual([
    { path: 'whole', verdict: 'same', left: null, right: null, leftSize: 3, rightSize: 3, fault: null },
  ]);
  expect(verdicts(await rowsOf(plain('abc'), plain('abd')))).toEqual({ whole: 'changed' });
});

it('says of no file that it is gone where the other archive could not be opened whole', async () => {
  const whole = anArchive([
    { path: 'a', text: 'x' },
    { path: 'b', text: 'y' },
  ]);
  const cut = anArchive([], { kind: 'plain', faults: [fault('truncated')], whole: 'PK' });
  const half = anArchive([{ path: 'a', text: 'x' }], { faults: [fault('damaged-directory')] });
  expect(await rowsOf(whole, cut)).toMatchObject([
    { path: 'a', verdict: 'unknown', fault: { fault: 'truncated' } },
    { path: 'b', verdict: 'unknown', fault: { fault: 'truncated' } },
  ]);
  expect(verdicts(await rowsOf(cut, whole))).toEqual({ a: 'unknown', b: 'unknown' });
  expect(verdicts(await rowsOf(whole, half))).toEqual({ a: 'same', b: 'unknown' });
  expect(verdicts(await rowsOf(half, whole))).toEqual({ a: 'same', b: 'unknown' });
});

it('takes a plain object for one file beside an archive', async () => {
  const plain = anArchive([], { kind: 'plain', whole: 'x' });
  expect(verdicts(await rowsOf(plain, anArchive([{ path: 'whole', text: 'x' }])))).toEqual({ whole: 'same' });
});

it('does not compare what the directory cannot be right about, and special files', async () => {
  const left = anArchive([
    { path: 'a', text: 'x', faults: [fault('overlapping-entries')] },
    { path: 'b', kind: 'special' },
    { path: 'c', text: 'x', faults: [fault('case-clash')] },
  ]);
  const right = anArchive([
    { path: 'a', text: 'x' },
    { path: 'b', kind: 'special' },
    { path: 'c', text: 'x' },
  ]);
  expect(await rowsOf(left, right)).toMatchObject([
    { path: 'a', verdict: 'unknown', fault: { fault: 'overlapping-entries' } },
    { path: 'b', verdict: 'unknown', fault: { fault: 'special-file' } },
    { path: 'c', verdict: 'same', fault: null },
  ]);
});

it('goes on with the others where one entry is damaged', async () => {
  const broken = { path: 'b', text: 'x', fails: new ArchiveProblem('bad-checksum', 'Damaged.') };
  const files = [
    { path: 'a', text: 'x' },
    { path: 'b', text: 'x' },
    { path: 'c', text: 'x' },
  ];
  const left = anArchive(files, { kind: 'tar' });
  const right = anArchive([files[0]!, broken, files[2]!], { kind: 'tar' });
  expect(await rowsOf(left, right)).toMatchObject([
    { verdict: 'same' },
    { verdict: 'unknown', fault: { fault: 'bad-checksum', sentence: 'Damaged.' } },
    { verdict: 'same' },
  ]);
});

it.each([
  new ActionDeskError('unreachable', 'S3 does not answer.', { retryable: true }),
  new ArchiveProblem('changed-meanwhile', 'It was replaced.'),
])('ends with what would fail all the others too (%#)', async (refusal) => {
  const broken = { path: 'a', text: 'x', fails: refusal };
  const whole = anArchive([{ path: 'a', text: 'x' }], { kind: 'tar' });
  await expect(rowsOf(anArchive([broken], { kind: 'tar' }), whole)).rejects.toBe(refusal);
});

it('stops with the reason of its signal, and tells of nothing afterwards', async () => {
  const files = Array.from({ length: 50 }, (_, n) => ({ path: `f${n}`, text: 'x'.repeat(30) }));
  const stop = new AbortController();
  const reason = new Error('stopped');
  const rows: ComparedRow[] = [];
  const comparing = compareArchives(anArchive(files, { kind: 'tar' }), anArchive(files, { kind: 'tar' }), {
    signal: stop.signal,
    onRow: (row) => {
      rows.push(row);
      if (rows.length === 5) stop.abort(reason);
    },
  });
  await expect(comparing).rejects.toBe(reason);
  expect(rows.length).toBeLessThan(10);
});

it('counts up to the number of its rows', async () => {
  const progress: [number, number][] = [];
  const left = anArchive(
    [
      { path: 'a', text: 'x' },
      { path: 'b', text: 'y' },
      { path: 'c', text: 'zz' },
    ],
    { kind: 'tar' },
  );
  const right = anArchive([
    { path: 'a', text: 'x' },
    { path: 'b', text: 'x' },
    { path: 'c', text: 'z' },
  ]);
  await rowsOf(left, right, { onProgress: (done, total) => progress.push([done, total]) });
  expect(progress).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

it('agrees with a model on any two trees, in any order and any format', async () => {
  const tree = fc.dictionary(
    fc.constantFrom('a', 'b', 'c/d', 'c/e', 'f', '__proto__'),
    fc.constantFrom('', 'x', 'y', 'xy', 'yx'),
  );
  const kind = fc.constantFrom('zip' as const, 'tar' as const);
  await fc.assert(
    fc.asyncProperty(
      tree,
      tree,
      kind,
      kind,
      fc.boolean(),
      async (one, other, leftKind, rightKind, certain) => {
        const files = (of: Record<string, string>) =>
          Object.entries(of).map(([path, text]) => ({ path, text }));
        const left = anArchive(files(one), { kind: leftKind });
        const right = anArchive(files(other).reverse(), { kind: rightKind });
        const before = new Map(Object.entries(one));
        const after = new Map(Object.entries(other));
        const expected = [...new Set([...before.keys(), ...after.keys()])].sort().map((path) => {
          if (!before.has(path)) return [path, 'added'];
          if (!after.has(path)) return [path, 'removed'];
          return [path, before.get(path) === after.get(path) ? 'same' : 'changed'];
        });
        const rows = await rowsOf(left, right, { certain });
        expect(rows.map(({ path, verdict }) => [path, verdict])).toEqual(expected);
      },
    ),
  );
});
