import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { byteObject } from '#test/support/byte-object.ts';
import { hostileArchives } from '#test/support/hostile-archives.ts';
import { rawTar } from '#test/support/hostile-archives-tar.ts';
import { extraPart, fields, rawZip } from '#test/support/hostile-archives-zip.ts';

const good = { name: 'good.txt', data: 'good' };
const makeupOf = async (bytes: Buffer) => (await openArchive(byteObject(bytes))).makeup;
const hostile = (name: string): Buffer => {
  const found = hostileArchives.find((one) => one.name === name);
  if (!found) throw new Error(`the corpus has no “${name}”`);
  return found.make();
};

const cp437 = Buffer.from([0x9a, 0x62, 0x65, 0x72]);
const unicodePath = extraPart(
  0x7075,
  Buffer.concat([Buffer.from([1]), fields([4, crc32(cp437)]), Buffer.from('Überzeugung')]),
);
const zip64Sizes = extraPart(1, fields([8, 4], [8, 6]));

describe('what an archive is like', () => {
  it.each([
    ['plain', rawZip([good]), {}],
    ['with a zip64 end', rawZip([good], { zip64: {} }), { zip64: true }],
    ['with a zip64 end that is missing', hostile('a zip64 end that is not there'), { zip64: true }],
    [
      'with an entry’s sizes in zip64',
      rawZip([{ ...good, extra: zip64Sizes, size: 0xffffffff, packedSize: 0xffffffff }]),
      { zip64: true },
    ],
    ['with an encrypted entry', rawZip([{ ...good, flags: 0x0801 }, good]), { encrypted: 1 }],
    ['with entries in one place', hostile('two entries in one place'), { damaged: 2 }],
  ])('is told: a zip %s', async (_what, bytes, told) => {
    expect(await makeupOf(bytes)).toMatchObject({ zip64: false, encrypted: 0, damaged: 0, ...told });
  });

  it('is told: names by their encoding, the most frequent first', async () => {
    const zip = rawZip([
      { name: cp437, flags: 0, data: 'x' },
      good,
      { ...good, name: 'other.txt' },
      { name: Buffer.from('Ü'), flags: 0x0800, data: 'x' },
      { name: Buffer.from('日本'), flags: 0, data: 'x' },
      { name: cp437, flags: 0, extra: unicodePath, data: 'x' },
      { name: Buffer.from([0x61, 0xff]), flags: 0x0800, data: 'x' },
    ]);
    const names = (await makeupOf(zip))?.names ?? [];
    expect(names[0]).toEqual({ encoding: 'ascii', entries: 2 });
    expect(new Map(names.map(({ encoding, entries }) => [encoding, entries]))).toEqual(
      new Map([
        ['ascii', 2],
        ['cp437', 1],
        ['utf-8-flag', 1],
        ['utf-8-unmarked', 1],
        ['unicode-path', 1],
        ['undecodable', 1],
      ]),
    );
  });

  it('is nothing for a file, and has no encodings for a tar', async () => {
    expect(await makeupOf(Buffer.from('text'))).toBeNull();
    expect(await makeupOf(rawTar({ name: 'a', data: 'a' }))).toEqual({
      ...{ zip64: false, names: [], encrypted: 0, damaged: 0 },
    });
  });
});
