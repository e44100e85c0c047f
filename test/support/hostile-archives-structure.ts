import { crc32, deflateRawSync } from 'node:zlib';
import { good, readsGood, zipKey } from './hostile-archives-case.ts';
import type { HostileCase, Saying } from './hostile-archives-case.ts';
import { extraPart, fields, rawZip } from './hostile-archives-zip.ts';

const zeros = Buffer.alloc(4 * 1024 * 1024);
const packedZeros = deflateRawSync(zeros).length.toLocaleString('en-US');
const two = [{ name: 'one.txt', data: 'one' }, good];
const readsOne = { path: 'one.txt', reads: 'one' };
const readsBoth = [readsOne, readsGood];

function told(name: string, make: () => Buffer, faults: readonly Saying[], entries = readsBoth): HostileCase {
  return { name, make, kind: 'zip', faults, entries };
}

const notThere = (entries: string, size: string, from: string): Saying => [
  'damaged-directory',
  `The directory is not where the end of the archive says: ${entries} entries in ${size} from byte ${from}.`,
];
const shares = (path: string): Saying => [
  'overlapping-entries',
  `“${path}” shares bytes with another entry, as in an overlap bomb.`,
];

/** Ends, directories and places that do not add up. */
export const hostileStructures: readonly HostileCase[] = [
  told('an end that counts too few', () => rawZip(two, { entries: 1 }), [
    ['damaged-directory', 'The archive’s end counts 1 entries, its directory has 2.'],
  ]),
  told('an end that counts too many', () => rawZip(two, { entries: 700 }), [
    ['damaged-directory', 'The archive’s end counts 700 entries, its directory has 2.'],
  ]),
  told('a directory told too short', () => rawZip(two, { directorySize: 20 }), []),
  told(
    'a directory told in another place, too',
    () => rawZip(two, { directorySize: 20, directoryOffset: 3 }),
    [notThere('2', '20 bytes', '3')],
    [],
  ),
  told(
    'a directory told beyond the end',
    () => rawZip(two, { directoryOffset: 0x7fffffff, directorySize: 0x7fffffff }),
    [notThere('2', '2,147,483,647 bytes', '2,147,483,647')],
    [],
  ),
  told(
    'a zip64 end that is not there',
    () => withoutEnd64(),
    [
      [
        'damaged-directory',
        'The archive is of the zip64 kind, but the zip64 record of its end is not where it should be.',
      ],
      notThere('65,535', '4,294,967,295 bytes', '4,294,967,295'),
    ],
    [],
  ),
  told('a zip64 end told in another place', () => rawZip(two, { zip64: { at: 5n } }), []),
  told('a zip64 end that counts 2^63 entries', () => rawZip(two, { zip64: { entries: 1n << 63n } }), [
    ['damaged-directory', 'The archive’s end counts 4,503,599,627,370,496 entries, its directory has 2.'],
  ]),
  told('a zip64 directory of 2^63 bytes', () => rawZip(two, { zip64: { directorySize: 1n << 63n } }), []),
  told('a zip64 directory at a negative offset', () => rawZip(two, { zip64: { directoryOffset: -5n } }), []),
  told(
    'one part of several',
    () => rawZip(two, { disk: 4 }),
    [['multi-disk', 'This is part 5 of an archive split over several files; the others are not here.']],
    [],
  ),
  told(
    'a comment with an end record in it',
    () => rawZip(two, { comment: fakeEnd(0) }),
    [
      [
        'damaged-directory',
        'The archive has 2 directories that each fit its end; the last is shown, and other programs may show another one.',
      ],
      ['leading-data', '223 bytes lie in front of the archive, as in one that unpacks itself.'],
    ],
    [],
  ),
  told('a comment with a bad end record in it', () => rawZip(two, { comment: fakeEnd(5) }), []),
  told('something behind the archive', () => rawZip(two, { trailing: Buffer.from('appended') }), [
    ['trailing-data', '8 bytes follow behind the end of the archive.'],
  ]),
  told('much behind the archive', () => rawZip(two, { trailing: Buffer.alloc(100_000, 1) }), [
    ['trailing-data', '100,000 bytes follow behind the end of the archive.'],
  ]),
  told(
    'a program before the archive',
    () => rawZip(two, { prefix: Buffer.alloc(3000, 0x90), relative: true }),
    [['leading-data', '3,000 bytes lie in front of the archive, as in one that unpacks itself.']],
  ),
  told('a program that the offsets count in', () => rawZip(two, { prefix: Buffer.alloc(3000, 0x90) }), []),
  told(
    'something between directory and end',
    () => rawZip(two, { betweenDirectoryAndEnd: Buffer.from('in between') }),
    [],
  ),
  {
    name: 'two entries in one place',
    make: () =>
      rawZip([
        { name: 'one.txt', data: 'one' },
        { name: 'two.txt', data: 'two', offset: 0 },
      ]),
    kind: 'zip',
    entries: ['one.txt', 'two.txt'].map((path) => ({ path, faults: [shares(path)], reads: shares(path) })),
  },
  {
    name: 'an entry within another (nested overlap)',
    make: nested,
    kind: 'zip',
    entries: [
      ...['outer.bin', 'inner.txt'].map((path) => ({ path, faults: [shares(path)], reads: shares(path) })),
      readsGood,
    ],
  },
  {
    name: 'headers quoted by the entry before (overlap bomb)',
    make: quotedOverlap,
    kind: 'zip',
    entries: [
      ...['a', 'b'].map((path) => ({ path, faults: [shares(path)], reads: shares(path) })),
      readsGood,
    ],
  },
  {
    name: 'an extra field that pushes data into the next entry',
    make: () => {
      const zip = rawZip([{ name: 'x', data: 'x' }, good]);
      zip.writeUInt16LE(20, 28);
      return zip;
    },
    kind: 'zip',
    entries: [
      {
        path: 'x',
        reads: ['overlapping-entries', '“x” reaches into the entry behind it, as in an overlap bomb.'],
      },
      readsGood,
    ],
  },
  {
    name: 'a bomb that says so',
    make: () => rawZip([{ name: 'zeros', data: zeros }, good]),
    options: { maxRatio: 500 },
    kind: 'zip',
    entries: [
      {
        path: 'zeros',
        faults: [
          [
            'bomb',
            `“zeros” claims to unpack from ${packedZeros} bytes to 4,194,304 bytes, more than 1 : 500.`,
          ],
        ],
      },
      readsGood,
    ],
  },
  {
    name: 'a bomb that claims to be small',
    make: () => rawZip([{ name: 'zeros', data: zeros, size: 100 }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'zeros',
        reads: ['wrong-size', '“zeros” is told to be 100 bytes and holds more; it was stopped there.'],
      },
      readsGood,
    ],
  },
  {
    name: 'more entries than are listed',
    make: () => rawZip(Array.from({ length: 12 }, (_, at) => ({ name: `${at}.txt`, data: `${at}` }))),
    options: { maxEntries: 2 },
    kind: 'zip',
    faults: [
      [
        'too-many-entries',
        'The archive has more than 2 entries (12 by its own count); the first 2 are listed.',
      ],
    ],
    entries: [
      { path: '0.txt', reads: '0' },
      { path: '1.txt', reads: '1' },
    ],
  },
  ...cuts(),
];

function withoutEnd64(): Buffer {
  const zip = rawZip(two, { zip64: { at: 0n } });
  const at = zip.indexOf(fields([4, 0x06064b50]));
  zip.writeUInt32LE(0, at);
  return zip;
}

/** An end record of no entries, and the length of the comment that it claims to have. */
function fakeEnd(commentLength: number): Buffer {
  return fields([4, 0x06054b50], [8, 0], [8, 0], [2, commentLength]);
}

function nested(): Buffer {
  const inner = rawZip([{ name: 'inner.txt', data: 'inner', method: 0 }]);
  const start = 30 + 'outer.bin'.length;
  return rawZip([
    { name: 'outer.bin', data: inner.subarray(0, 30 + 9 + 5), method: 0 },
    { name: 'inner.txt', data: 'inner', method: 0, offset: start },
    good,
  ]);
}

/** Fifield's bomb, small: `a` holds a stored block that quotes the header of `b`, and then shares its data. */
function quotedOverlap(): Buffer {
  const b = { name: 'b', data: 'shared kernel '.repeat(50) };
  const alone = rawZip([b]);
  const length = alone.indexOf(fields([4, 0x02014b50]));
  const header = alone.subarray(0, 31);
  const unpacked = Buffer.concat([header, Buffer.from(b.data)]);
  return rawZip([
    {
      name: 'a',
      packed: Buffer.concat([Buffer.from([0]), fields([2, 31], [2, 0xffff - 31])]),
      packedSize: 5 + length,
      size: unpacked.length,
      crc: crc32(unpacked),
    },
    b,
    good,
  ]);
}

/** One archive, cut off in each of its regions. */
function cuts(): HostileCase[] {
  const whole = () => rawZip(two, { comment: Buffer.from('a comment') });
  const directory = () => whole().indexOf(fields([4, 0x02014b50]));
  const cutOff = (length: number): Saying => [
    'truncated',
    `The object begins like a zip and has no directory in its last bytes (of ${length} bytes): it is cut off, or something long follows it.`,
  ];
  const cut = (where: string, at: () => number, length: number): HostileCase => ({
    name: `a zip that is cut off ${where}`,
    make: () => whole().subarray(0, at()),
    key: zipKey,
    kind: 'plain',
    faults: [cutOff(length)],
    entries: [],
  });
  return [
    cut('in its first header', () => 20, 20),
    cut('in its contents', () => 60, 60),
    cut('in its directory', () => directory() + 30, 124),
    cut('in its end', () => whole().length - 20, 212),
    {
      name: 'a zip that is cut off in its comment',
      make: () => whole().subarray(0, -4),
      kind: 'zip',
      faults: [['truncated', 'The archive is cut off: 4 bytes of its comment are missing.']],
      entries: readsBoth,
    },
    {
      name: 'a directory record that is cut off by its own lengths',
      make: () => {
        const zip = rawZip(two);
        zip.writeUInt16LE(60_000, zip.lastIndexOf(fields([4, 0x02014b50])) + 32);
        return zip;
      },
      kind: 'zip',
      faults: [
        ['damaged-directory', 'The directory’s record at byte 147 is cut off; 1 before it are listed.'],
      ],
      entries: [readsOne],
    },
    {
      name: 'a directory that is garbage from its second record on',
      make: () => {
        const zip = rawZip([...two, { name: 'three', data: '3', extra: extraPart(9, Buffer.alloc(9)) }]);
        zip.writeUInt32LE(0, directoryOf(zip) + 46 + 7);
        return zip;
      },
      kind: 'zip',
      faults: [
        [
          'damaged-directory',
          'At byte 185 the directory should go on and does not; 1 of 3 entries are listed.',
        ],
      ],
      entries: [readsOne],
    },
  ];
}

function directoryOf(zip: Buffer): number {
  return zip.indexOf(fields([4, 0x02014b50]));
}
