import { gzipSync } from 'node:zlib';
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import fc from 'fast-check';
import { zipSync, type Zippable } from 'fflate';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import type { OpenArchive } from '#main/artifacts/ports.ts';
import { byteObject, gathered } from '#test/support/byte-object.ts';

interface MadeFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const whole = Number.POSITIVE_INFINITY;

const names = fc
  .array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'))
  // Names that are none of a file: folders, and what the writers themselves change.
  .filter((name) => !/[\\\0]|^\/|\/$|\/\/|^[a-z]:/i.test(name) && !/\p{Surrogate}/u.test(name));
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 4000 }))
    .map(([part, times]) => new Uint8Array(Buffer.concat(Array.from({ length: times }, () => part)))),
);
const madeFiles: fc.Arbitrary<MadeFile[]> = fc.uniqueArray(fc.record({ name: names, content: contents }), {
  selector: ({ name }) => name,
  maxLength: 8,
});
const readings = fc.record({
  tailBytes: fc.integer({ min: 30, max: 4000 }),
  chunkBytes: fc.integer({ min: 1, max: 5000 }),
});
const places = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 3000 }));

async function expectFiles(
  archive: OpenArchive,
  files: readonly MadeFile[],
  [from, length]: readonly [number, number],
): Promise<void> {
  expect(archive.entries.map(({ path }) => path)).toEqual(files.map(({ name }) => name));
  for (const [index, { content }] of files.entries()) {
    const stream = archive.content(index);
    expect(stream.size).toBe(content.length);
    expect((await gathered(stream.chunks(whole))).equals(content)).toBe(true);
    expect(Buffer.from(await stream.slice(from, length)).equals(content.subarray(from, from + length))).toBe(
      true,
    );
    const beginning = await gathered(stream.chunks(from));
    expect(beginning.equals(content.subarray(0, from))).toBe(true);
  }
}

async function tarOf(files: readonly MadeFile[]): Promise<Buffer> {
  const packing = pack();
  for (const { name, content } of files) packing.entry({ name, type: 'file' }, Buffer.from(content));
  packing.finalize();
  return gathered(packing as unknown as AsyncIterable<Uint8Array>);
}

describe('an archive that was put together', () => {
  it('is read back from a zip of fflate’s, stored or deflated', async () => {
    await fc.assert(
      fc.asyncProperty(madeFiles, readings, places, fc.boolean(), async (files, reading, at, stored) => {
        const zippable: Zippable = Object.create(null) as Zippable;
        for (const { name, content } of files) zippable[name] = [content, { level: stored ? 0 : 6 }];
        // Names that are numbers come first in an object, whatever their order was.
        const ordered = Object.keys(zippable).map(
          (name) => files.find((file) => file.name === name) as MadeFile,
        );
        const archive = await openArchive(byteObject(zipSync(zippable), reading));
        if (files.length > 0) expect(archive.kind).toBe('zip');
        await expectFiles(archive, ordered, at);
      }),
      { numRuns: 60 },
    );
  });

  it('is read back from a zip of zip.js’, with zip64 and data descriptors', async () => {
    await fc.assert(
      fc.asyncProperty(
        madeFiles,
        readings,
        places,
        fc.boolean(),
        fc.boolean(),
        async (files, reading, at, zip64, dataDescriptor) => {
          const writer = new ZipWriter(new BlobWriter(), {
            useWebWorkers: false,
            zip64,
            dataDescriptor,
            keepOrder: true,
          });
          for (const { name, content } of files) await writer.add(name, new Uint8ArrayReader(content));
          const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
          await expectFiles(await openArchive(byteObject(bytes, reading)), files, at);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is read back from a tar of tar-stream’s, and from one in gzip', async () => {
    await fc.assert(
      fc.asyncProperty(madeFiles, readings, places, fc.boolean(), async (files, reading, at, packed) => {
        fc.pre(files.length > 0);
        const tar = await tarOf(files);
        const archive = await openArchive(byteObject(packed ? gzipSync(tar) : tar, reading));
        expect(archive.kind).toBe(packed ? 'tar.gz' : 'tar');
        expect(archive.faults).toEqual([]);
        await expectFiles(archive, files, at);
      }),
      { numRuns: 60 },
    );
  });

  it('names what zip.js encrypted', async () => {
    const writer = new ZipWriter(new BlobWriter(), {
      useWebWorkers: false,
      password: 'secret',
      encryptionStrength: 3,
    });
    await writer.add('a.txt', new Uint8ArrayReader(new Uint8Array(20)));
    const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
    const { entries } = await openArchive(byteObject(bytes));

    expect(entries[0]?.encrypted).toBe(true);
    expect(entries[0]?.faults[0]?.sentence).toBe(
      '“a.txt” is encrypted (AES-256); passwords are not asked for here.',
    );
  });
});
