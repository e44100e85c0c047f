import { crc32, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { compareArchives } from '#main/artifacts/compare/compare-archives.ts';
import { readPax } from '#main/artifacts/archive/tar/pax.ts';
import { tarNumber } from '#main/artifacts/archive/tar/tar-header.ts';
import { byteObject, gathered } from '#test/support/byte-object.ts';
import { pax, paxRecords, rawTar } from '#test/support/hostile-archives-tar.ts';

describe('a number in a tar', () => {
  it.each([
    ['00000000012\0', 10],
    ['         12 ', 10],
    ['12', 10],
    ['777777777777', 0o777777777777],
    ['', 0],
    ['\0\0\0', 0],
    ['-1', Number.NaN],
    ['9', Number.NaN],
    ['1x', Number.NaN],
  ])('is read as octal: %j', (text, value) => {
    expect(tarNumber(Buffer.from(text, 'latin1'))).toBe(value);
  });

  it('is read in GNU’s binary form', () => {
    const field = Buffer.alloc(12);
    field[0] = 0x80;
    field.writeUIntBE(10 * 1024 ** 3, 6, 6);
    expect(tarNumber(field)).toBe(10 * 1024 ** 3);
    expect(tarNumber(Buffer.alloc(12, 0xff))).toBeNaN();
  });
});

describe('pax records', () => {
  it('are read back', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((word) => !/\p{Surrogate}/u.test(word));
    const records = fc.dictionary(
      words.filter((key) => !key.includes('=') && !key.includes('\n')),
      words,
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(records, (made) => {
        expect(readPax(paxRecords(made))).toEqual(new Map(Object.entries(made)));
      }),
    );
  });

  it.each(['x', '5 a=b', '99 a=b\n', '6 abc\n', '-3 a=b\n', '0 a=b\n'])('are refused: %j', (text) => {
    expect(readPax(Buffer.from(text))).toBeNull();
  });
});

it('keeps what a tar tells of an entry', async () => {
  const tar = rawTar(
    { name: 'dir/', type: '5' },
    pax({ mtime: '1700000000.5', linkpath: 'over/there' }),
    { name: 'dir/link', type: '2', target: 'there' },
    { name: 'dir/file', data: 'content' },
  );
  const archive = await openArchive(byteObject(tar));
  expect(
    archive.entries.map(({ kind, mode, modifiedAt, target, size }) => ({
      kind,
      mode,
      modifiedAt,
      target,
      size,
    })),
  ).toEqual([
    { kind: 'folder', mode: 0o644, modifiedAt: 1_732_247_552_000, target: null, size: 0 },
    { kind: 'link', mode: 0o644, modifiedAt: 1_700_000_000_500, target: 'over/there', size: 0 },
    { kind: 'file', mode: 0o644, modifiedAt: 1_732_247_552_000, target: null, size: 7 },
  ]);
  expect((await gathered(archive.content(2).chunks(100))).toString()).toBe('content');
});

describe('a tar within gzip', () => {
  it('is read through once, so that each file has its CRC-32 and a comparison reads nothing again', async () => {
    const files = ['one', 'two', 'three'].map((name) => ({ name, data: name.repeat(700) }));
    const object = byteObject(gzipSync(rawTar(...files)));
    const { entries } = await openArchive(object);
    expect(entries.map(({ crc32: sum }) => sum)).toEqual(
      files.map(({ data }) => crc32(data).toString(16).padStart(8, '0')),
    );
    const before = object.fetched();
    const other = await openArchive(byteObject(gzipSync(rawTar(...files), { level: 1 })));
    const verdicts: string[] = [];
    await compareArchives(await openArchive(object), other, {
      onRow: ({ verdict }) => verdicts.push(verdict),
    });
    expect(verdicts).toEqual(['same', 'same', 'same']);
    expect(object.fetched().requests - before.requests).toBeLessThanOrEqual(1);
  });

  it('has no CRC-32 where it is a plain tar, whose bodies are stepped over', async () => {
    const { entries } = await openArchive(byteObject(rawTar({ name: 'one', data: 'x' })));
    expect(entries[0]?.crc32).toBeNull();
  });
});
