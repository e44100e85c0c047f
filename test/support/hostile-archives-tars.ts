import { gzipSync } from 'node:zlib';
import { good, readsGood } from './hostile-archives-case.ts';
import type { ExpectedEntry, HostileCase, Saying } from './hostile-archives-case.ts';
import { pax, paxRecords, rawTar, tarPart } from './hostile-archives-tar.ts';
import type { RawTarEntry } from './hostile-archives-tar.ts';

function tar(
  name: string,
  entries: readonly RawTarEntry[],
  expected: readonly ExpectedEntry[],
  faults: readonly Saying[] = [],
): HostileCase {
  return {
    name: `a tar with ${name}`,
    make: () => rawTar(...entries),
    kind: 'tar',
    faults,
    entries: expected,
  };
}

function closed(path: string, said: Saying): ExpectedEntry {
  return { path, faults: [said], reads: said };
}

const goodTar = () => rawTar(good);
const bomb = () => gzipSync(rawTar({ name: 'zeros', data: Buffer.alloc(16 * 1024 * 1024) }));
const bombBytes = bomb().length;
const en = (value: number) => value.toLocaleString('en-US');
const negative = Buffer.alloc(12, 0xff);

/** Tars, and the gzip around them. */
export const hostileTars: readonly HostileCase[] = [
  tar(
    'a name that climbs out',
    [{ name: '../../x', data: 'evil' }, good],
    [
      {
        path: '../../x',
        faults: [['unsafe-path', '“../../x” leads out of the folder with “..”.']],
        reads: 'evil',
      },
      readsGood,
    ],
  ),
  tar(
    'a name that climbs out by pax',
    [pax({ path: '../../x' }), { name: 'x', data: 'evil' }, good],
    [
      {
        path: '../../x',
        faults: [['unsafe-path', '“../../x” leads out of the folder with “..”.']],
        reads: 'evil',
      },
      readsGood,
    ],
  ),
  tar(
    'a name that climbs out by GNU’s long name',
    [{ name: '././@LongLink', type: 'L', data: '../../x\0' }, { name: 'x', data: 'evil' }, good],
    [
      {
        path: '../../x',
        faults: [['unsafe-path', '“../../x” leads out of the folder with “..”.']],
        reads: 'evil',
      },
      readsGood,
    ],
  ),
  tar(
    'a symbolic link',
    [{ name: 'l', type: '2', target: '/etc/passwd' }, good],
    [
      closed('l', ['link', '“l” is a symbolic link to “/etc/passwd” and has no content of its own.']),
      readsGood,
    ],
  ),
  tar(
    'a hard link',
    [{ name: 'h', type: '1', target: '../secret' }, good],
    [closed('h', ['link', '“h” is a hard link to “../secret” and has no content of its own.']), readsGood],
  ),
  tar(
    'a device',
    [{ name: 'sda', type: '4' }, good],
    [closed('sda', ['special-file', '“sda” is a block device.']), readsGood],
  ),
  tar(
    'a pipe',
    [{ name: 'fifo', type: '6' }, good],
    [closed('fifo', ['special-file', '“fifo” is a named pipe.']), readsGood],
  ),
  tar(
    'a type that nobody knows',
    [{ name: 'z', type: 'Z', data: 'abc' }, good],
    [closed('z', ['special-file', '“z” is of the unknown type “Z”.']), readsGood],
  ),
  tar(
    'a sparse file',
    [{ name: 'holes', type: 'S', data: 'abc', patch: sparse }, good],
    [
      closed('holes', ['special-file', '“holes” is a sparse file, whose holes are not filled in here.']),
      readsGood,
    ],
  ),
  tar(
    'a sparse file by pax',
    [pax({ 'GNU.sparse.major': '1', 'GNU.sparse.name': 'holes' }), { name: 'x', data: 'abc' }, good],
    [
      closed('holes', ['special-file', '“holes” is a sparse file, whose holes are not filled in here.']),
      readsGood,
    ],
  ),
  tar(
    'one name twice',
    [good, { name: 'good.txt', data: 'evil' }],
    [
      readsGood,
      {
        path: 'good.txt',
        faults: [
          [
            'duplicate-name',
            '“good.txt” is in the archive more than once; programs differ in which one they take.',
          ],
        ],
        reads: 'evil',
      },
    ],
  ),
  tar(
    'a header that does not fit its checksum',
    [good, { name: 'x', data: 'x', badChecksum: true }, good],
    [readsGood],
    [
      [
        'damaged-directory',
        'The header at byte 1,024 does not fit its checksum; what follows cannot be found.',
      ],
    ],
  ),
  tar(
    'a negative size',
    [good, { name: 'x', size: negative }, good],
    [readsGood],
    [['damaged-directory', 'The header of “x” tells no usable size; what follows cannot be found.']],
  ),
  tar(
    'a size that is no number',
    [good, { name: 'x', size: Buffer.from('zzzzzzzzzzz\0') }, good],
    [readsGood],
    [['damaged-directory', 'The header of “x” tells no usable size; what follows cannot be found.']],
  ),
  tar(
    'a size beyond its end',
    [good, { name: 'x', data: 'x', size: 5_000_000 }],
    [
      readsGood,
      closed('x', [
        'truncated',
        '“x” should have 5,000,000 bytes, and the archive ends after 1,536 bytes of it.',
      ]),
    ],
    [
      [
        'truncated',
        'The tar is cut off: “x” should have 5,000,000 bytes, and the archive ends after 1,536 bytes of it.',
      ],
    ],
  ),
  tar(
    'a size of a hundred quintillion by pax',
    [good, pax({ size: '99999999999999999999' }), { name: 'x', data: 'x' }],
    [
      readsGood,
      closed('x', [
        'truncated',
        '“x” should have 100,000,000,000,000,000,000 bytes, and the archive ends after 1,536 bytes of it.',
      ]),
    ],
    [
      [
        'truncated',
        'The tar is cut off: “x” should have 100,000,000,000,000,000,000 bytes, and the archive ends after 1,536 bytes of it.',
      ],
    ],
  ),
  tar(
    'a size by pax that is no number',
    [good, pax({ size: '-5' }), { name: 'x', data: 'x' }],
    [readsGood, { path: 'x' }],
    [['damaged-directory', 'The pax header of “x” tells no usable size; what follows cannot be found.']],
  ),
  tar(
    'a pax header that does not add up',
    [good, { name: 'p', type: 'x', data: '999 path=x\n' }, good],
    [readsGood],
    [
      [
        'damaged-directory',
        'The pax header before byte 2,048 cannot be read; what follows would be misread.',
      ],
    ],
  ),
  tar(
    'a pax header of 2 GB',
    [good, { name: 'p', type: 'x', size: 2 ** 31 }],
    [readsGood],
    [
      [
        'damaged-directory',
        'A header of 2,147,483,648 bytes stands before byte 1,536; more than 1,048,576 bytes is refused.',
      ],
    ],
  ),
  tar(
    'a pax name for all that climbs out',
    [
      { name: 'g', type: 'g', data: paxRecords({ path: '/x' }) },
      { name: 'x', data: 'evil' },
    ],
    [{ path: '/x', faults: [['unsafe-path', '“/x” is an absolute path.']], reads: 'evil' }],
  ),
  {
    name: 'a tar without its end mark',
    make: () => goodTar().subarray(0, 1024),
    kind: 'tar',
    faults: [['truncated', 'The tar ends without its end mark; it may be cut off.']],
    entries: [readsGood],
  },
  {
    name: 'a tar that is cut off in a header',
    make: () => Buffer.concat([goodTar().subarray(0, 1024), tarPart(good).subarray(0, 300)]),
    kind: 'tar',
    faults: [['truncated', 'The tar is cut off in the header at byte 1,024.']],
    entries: [readsGood],
  },
  {
    name: 'a tar with something behind its end',
    make: () => Buffer.concat([goodTar(), Buffer.from('appended')]),
    kind: 'tar',
    faults: [['trailing-data', 'Something follows behind the end of the tar, within 65,536 bytes.']],
    entries: [readsGood],
  },
  {
    name: 'a tar.gz that is a bomb',
    make: bomb,
    options: { maxRatio: 100 },
    kind: 'tar.gz',
    faults: [
      [
        'bomb',
        `The archive unpacks from ${en(bombBytes)} bytes to more than ${en(bombBytes * 100)}; it was read no further.`,
      ],
    ],
    entries: [{ path: 'zeros' }],
  },
  {
    name: 'a tar.gz with a wrong checksum',
    make: () => patched(gzipSync(goodTar()), -8, 0),
    kind: 'tar.gz',
    faults: [
      [
        'bad-checksum',
        'The gzip around the archive is told to have the CRC-32 1282a800, and its content has 1282a880.',
      ],
    ],
    entries: [readsGood],
  },
  {
    name: 'a tar.gz with a wrong size',
    make: () => patched(gzipSync(goodTar()), -4, 9),
    kind: 'tar.gz',
    faults: [
      [
        'wrong-size',
        'The gzip around the archive is told to hold 2,057 bytes (in 32 bits), and holds 2,048.',
      ],
    ],
    entries: [readsGood],
  },
  {
    name: 'a tar.gz with garbage behind it',
    make: () => Buffer.concat([gzipSync(goodTar()), Buffer.from('garbage')]),
    kind: 'tar.gz',
    faults: [['trailing-data', 'Something follows behind the gzip around the archive.']],
    entries: [readsGood],
  },
  {
    name: 'a tar.gz that is cut off',
    make: () => gzipSync(goodTar()).subarray(0, -9),
    kind: 'tar.gz',
    faults: [['truncated', 'The gzip around the archive ends too early: the object is cut off.']],
    entries: [readsGood],
  },
];

function sparse(header: Buffer): void {
  header.write('00000100000 ', 483);
}

function patched(bytes: Buffer, at: number, value: number): Buffer {
  bytes[bytes.length + at] = value;
  return bytes;
}
