import { gunzipSync, gzipSync } from 'node:zlib';
import { fields, extraPart, rawZip } from '#test/support/hostile-archives-zip.ts';
import { hostileArchives } from '#test/support/hostile-archives.ts';
import { pax, rawTar } from '#test/support/hostile-archives-tar.ts';

/** What mutations begin with: honest archives of every kind, and the small ones of the hostile corpus. */
export function archiveSeeds(): Buffer[] {
  const text = 'a line of a log that packs well\n'.repeat(300);
  const noise = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * at * 31 + at * 7) & 0xff));
  const many = Array.from({ length: 40 }, (_, at) => ({
    name: `folder-${at % 5}/file-${at}.txt`,
    data: `${at} ${text}`,
  }));
  const zips = [
    rawZip(many),
    rawZip(
      [
        { name: 'noise', data: noise, method: 0 },
        { name: 'text', data: text },
      ],
      { zip64: {} },
    ),
    rawZip([
      { name: 'described', data: text, flags: 0x0808, descriptor: fields([4, 0x08074b50], [4, 0], [8, 0]) },
    ]),
    rawZip([{ name: 'timed', data: text, extra: extraPart(0x5455, Buffer.from([1, 1, 2, 3, 4])) }], {
      prefix: Buffer.alloc(200, 7),
      relative: true,
      comment: Buffer.from('comment'),
    }),
  ];
  const tars = [
    rawTar({ name: 'a.txt', data: text }, { name: 'b', type: '2', target: 'a.txt' }, pax({ path: 'p/ä' }), {
      name: 'c',
      data: noise,
    }),
    rawTar({ name: 'long', type: 'L', data: `${'x/'.repeat(200)}y\0` }, { name: 'short', data: text }),
  ];
  const hostile = hostileArchives
    .map(({ make }) => make())
    .filter(({ length }) => length > 0 && length < 70_000);
  return [...zips, ...zips, ...tars, ...tars.map((tar) => gzipSync(tar)), ...hostile];
}

/** Bombs are broken as they are: unpacked they would be the memory that is measured. */
const mostUnpacked = 256 * 1024;

/** Breaks what a gzip holds instead of the gzip: otherwise the checksum would stop nearly all. */
export function inside(bytes: Buffer, change: (tar: Buffer) => Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return change(bytes);
  try {
    return gzipSync(change(gunzipSync(bytes, { maxOutputLength: mostUnpacked })));
  } catch {
    return change(bytes);
  }
}
