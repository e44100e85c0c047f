import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { byteObject, gathered } from '#test/support/byte-object.ts';
import { rawTar } from '#test/support/hostile-archives-tar.ts';
import { extraPart, rawZip } from '#test/support/hostile-archives-zip.ts';

const many = Array.from({ length: 2000 }, (_, at) => ({
  name: `folder-${at % 10}/file-${at}.txt`,
  data: Buffer.from(Array.from({ length: 150 }, (_byte, place) => (at * 31 + place * place * 7) & 0xff)),
  method: 0,
}));
const whole = Number.POSITIVE_INFINITY;

describe('opening an archive', () => {
  it('goes by what an object is, not by its name', async () => {
    const zip = rawZip([{ name: 'a', data: 'a' }]);
    const tar = rawTar({ name: 'a', data: 'a' });
    const kinds = [zip, tar, gzipSync(tar), gzipSync('a log'), Buffer.from('text')].map(
      async (bytes) => (await openArchive(byteObject(bytes, { key: 'x.jpg' }))).kind,
    );
    expect(await Promise.all(kinds)).toEqual(['zip', 'tar', 'tar.gz', 'plain', 'plain']);
  });

  it('finds nothing wrong with a plain object that promised nothing', async () => {
    const archive = await openArchive(byteObject(Buffer.from('some text'), { key: 'a.log' }));
    expect(archive.faults).toEqual([]);
    expect((await gathered(archive.content(null).chunks(whole))).toString()).toBe('some text');
    expect(Buffer.from(await archive.content(null).slice(5, 100)).toString()).toBe('text');
  });

  it('takes one request beside the tail for a zip’s directory, and no byte twice', async () => {
    const zip = rawZip(many);
    const object = byteObject(zip);
    const archive = await openArchive(object);
    expect(archive.entries).toHaveLength(2000);
    const directory = zip.readUInt32LE(zip.length - 6);
    expect(object.requests).toEqual([[directory, zip.length - 64 * 1024]]);
  });

  it('takes none for a zip that lies in its tail', async () => {
    const object = byteObject(rawZip(many.slice(0, 50)));
    const archive = await openArchive(object);
    await gathered(archive.content(7).chunks(whole));
    expect(object.requests).toEqual([]);
  });

  it('takes one request for an entry, header and data together', async () => {
    // An entry's own header is longer than the directory tells.
    const localExtra = extraPart(0x5455, Buffer.alloc(13));
    const object = byteObject(rawZip(many.map((entry) => ({ ...entry, localExtra }))));
    const archive = await openArchive(object);
    object.requests.length = 0;
    const content = await gathered(archive.content(1000).chunks(whole));
    expect(content.equals(many[1000]?.data ?? Buffer.alloc(0))).toBe(true);
    expect(object.requests).toHaveLength(1);
  });

  it('reads no more of a large entry than its beginning needs', async () => {
    const data = Buffer.alloc(8 * 1024 * 1024, 'abcdefgh');
    for (const method of [0, 8]) {
      const object = byteObject(rawZip([{ name: 'large', data, method }, ...many]));
      const archive = await openArchive(object);
      object.requests.length = 0;
      const before = object.taken();
      await gathered(archive.content(0).chunks(1000));
      expect(object.requests).toHaveLength(1);
      expect(object.taken() - before).toBeLessThan(70 * 1024);
    }
  });

  it('pages through a stored entry by ranges, the header read once', async () => {
    const data = Buffer.alloc(8 * 1024 * 1024, 'abcdefgh');
    const object = byteObject(rawZip([{ name: 'large', data, method: 0 }, ...many]));
    const content = (await openArchive(object)).content(0);
    object.requests.length = 0;
    const taken = object.taken();
    expect(Buffer.from(await content.slice(5_000_003, 10)).toString()).toBe('defghabcde');
    expect(Buffer.from(await content.slice(6_000_000, 10)).toString()).toBe('abcdefghab');
    expect(object.requests).toHaveLength(3);
    expect(object.taken() - taken).toBeLessThan(2000);
  });

  it('steps over the bodies of a plain tar', async () => {
    const body = Buffer.alloc(5 * 1024 * 1024, 1);
    const tar = rawTar({ name: 'a', data: body }, { name: 'b', data: body }, { name: 'c', data: 'end' });
    const object = byteObject(tar);
    const archive = await openArchive(object);
    expect(archive.entries.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
    expect(object.taken()).toBeLessThan(300 * 1024);
  });

  it('does not ask for each of many small files in a tar', async () => {
    const tar = rawTar(...many.map(({ name, data }) => ({ name, data })));
    const object = byteObject(tar);
    expect((await openArchive(object)).entries).toHaveLength(2000);
    expect(object.requests.length).toBeLessThan(8);
  });

  it('finds the end behind the longest comment, with zip64 records before it', async () => {
    const zip = rawZip(many.slice(0, 3), { comment: Buffer.alloc(0xffff, 'c'), zip64: {} });
    const archive = await openArchive(byteObject(zip));
    expect(archive.entries).toHaveLength(3);
    expect(archive.comment).toHaveLength(0xffff);
    expect(archive.faults).toEqual([]);
  });

  it('says that the object was replaced meanwhile', async () => {
    const zip = rawZip(many);
    await expect(openArchive(byteObject(zip, { replacedAt: 0 }))).rejects.toMatchObject({
      code: 'not-allowed-now',
      fault: 'changed-meanwhile',
    });
    const archive = await openArchive(byteObject(zip, { replacedAt: 1 }));
    await expect(gathered(archive.content(0).chunks(whole))).rejects.toMatchObject({
      fault: 'changed-meanwhile',
    });
    await expect(
      openArchive(byteObject(gzipSync(rawTar(...many)), { replacedAt: 0, tailBytes: 100 })),
    ).rejects.toMatchObject({
      fault: 'changed-meanwhile',
    });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const archive = await openArchive(byteObject(rawZip([{ name: 'zeros', data: Buffer.alloc(8_000_000) }])));
    let size = 0;
    const reading = (async () => {
      for await (const chunk of archive.content(0).chunks(whole, stop.signal)) {
        size += chunk.length;
        stop.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(size).toBeLessThan(200_000);
    await expect(openArchive(byteObject(rawZip(many)), { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('has no entry beyond its last', async () => {
    const zip = await openArchive(byteObject(rawZip([{ name: 'a' }])));
    const tar = await openArchive(byteObject(rawTar({ name: 'a' })));
    for (const archive of [zip, tar])
      expect(() => archive.content(5)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('checks no content that is read in part, and all that is read to its end', async () => {
    const archive = await openArchive(byteObject(rawZip([{ name: 'a', data: 'abcdef', crc: 1 }])));
    expect((await gathered(archive.content(0).chunks(3))).toString()).toBe('abc');
    expect(Buffer.from(await archive.content(0).slice(1, 2)).toString()).toBe('bc');
    await expect(gathered(archive.content(0).chunks(6))).rejects.toMatchObject({ fault: 'bad-checksum' });
  });
});
