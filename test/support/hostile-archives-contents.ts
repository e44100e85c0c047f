import { deflateRawSync } from 'node:zlib';
import { good, readsGood } from './hostile-archives-case.ts';
import type { HostileCase, Saying } from './hostile-archives-case.ts';
import { extraPart, fields, rawZip } from './hostile-archives-zip.ts';
import type { RawEntry } from './hostile-archives-zip.ts';

/** One bad entry before a good one: told in the listing (and then also when read), or only when it is read. */
function entry(
  name: string,
  bad: () => RawEntry,
  path: string,
  said: Saying,
  when: 'listed' | 'read',
): HostileCase {
  return {
    name,
    make: () => rawZip([bad(), good]),
    kind: 'zip',
    entries: [{ path, faults: when === 'listed' ? [said] : [], reads: said }, readsGood],
  };
}

const listed = (name: string, bad: () => RawEntry, path: string, said: Saying) =>
  entry(name, bad, path, said, 'listed');
const onReading = (name: string, bad: () => RawEntry, path: string, said: Saying) =>
  entry(name, bad, path, said, 'read');

const data = 'some content that is long enough to be packed, packed, packed';
const x = { name: 'x.bin', data };
const stored = { ...x, method: 0 };

/** Contents that are not what the directory tells. */
export const hostileContents: readonly HostileCase[] = [
  onReading('a wrong checksum', () => ({ ...x, crc: 0x12345678 }), 'x.bin', [
    'bad-checksum',
    '“x.bin” is told to have the CRC-32 12345678, and its content has 1368baf8.',
  ]),
  onReading('a size told too small', () => ({ ...x, size: 10 }), 'x.bin', [
    'wrong-size',
    '“x.bin” is told to be 10 bytes and holds more; it was stopped there.',
  ]),
  onReading('a size told too large', () => ({ ...x, size: 1000 }), 'x.bin', [
    'wrong-size',
    '“x.bin” is told to be 1,000 bytes and holds 61 bytes.',
  ]),
  listed('a stored size that differs', () => ({ ...x, method: 0, size: 10 }), 'x.bin', [
    'wrong-size',
    '“x.bin” is stored as it is, yet told to be 10 bytes in 61 bytes.',
  ]),
  onReading('garbage in place of Deflate', () => ({ ...x, packed: Buffer.alloc(40, 0xff) }), 'x.bin', [
    'damaged-entry',
    'The 40 bytes of “x.bin” cannot be unpacked: invalid block type.',
  ]),
  onReading('garbage after a good beginning', () => ({ ...x, packed: farBack }), 'x.bin', [
    'damaged-entry',
    'The 8 bytes of “x.bin” cannot be unpacked: invalid distance too far back.',
  ]),
  onReading(
    'Deflate without its end',
    () => ({ ...x, packed: deflateRawSync(data).subarray(0, 20) }),
    'x.bin',
    ['damaged-entry', 'The 20 bytes of “x.bin” cannot be unpacked: it ends too early.'],
  ),
  listed('an unknown method', () => ({ ...x, method: 12, packed: Buffer.alloc(40) }), 'x.bin', [
    'unknown-method',
    '“x.bin” is compressed with BZIP2; only Store and Deflate can be unpacked here.',
  ]),
  listed('a method that nobody knows', () => ({ ...x, method: 4711, packed: Buffer.alloc(40) }), 'x.bin', [
    'unknown-method',
    '“x.bin” is compressed with Method 4711; only Store and Deflate can be unpacked here.',
  ]),
  listed('the old encryption', () => ({ ...x, flags: 0x0801 }), 'x.bin', [
    'encrypted',
    '“x.bin” is encrypted (ZipCrypto); passwords are not asked for here.',
  ]),
  listed(
    'encryption by AES',
    () => ({ ...x, flags: 0x0801, method: 99, packed: Buffer.alloc(60), extra: extraPart(0x9901, aes256) }),
    'x.bin',
    ['encrypted', '“x.bin” is encrypted (AES-256); passwords are not asked for here.'],
  ),
  listed('strong encryption', () => ({ ...x, flags: 0x0841 }), 'x.bin', [
    'encrypted',
    '“x.bin” is encrypted (PKWARE strong encryption); passwords are not asked for here.',
  ]),
  onReading('no header where the entry should begin', () => ({ ...x, localSignature: 0 }), 'x.bin', [
    'damaged-entry',
    'At byte 0, where “x.bin” should begin, there is no entry.',
  ]),
  onReading('another method in the entry’s own header', () => ({ ...x, localMethod: 0 }), 'x.bin', [
    'damaged-entry',
    'The directory says that “x.bin” is packed with Deflate, its own header Store.',
  ]),
  listed('an offset beyond the end', () => ({ ...stored, offset: 0x7fffffff }), 'x.bin', [
    'damaged-entry',
    '“x.bin” is said to lie from byte 2,147,483,647 to 2,147,483,738, and the directory begins at byte 148.',
  ]),
  listed('an offset that is all ones without zip64', () => ({ ...x, offset: 0xffffffff }), 'x.bin', [
    'damaged-entry',
    '“x.bin” needs zip64 numbers that its record does not have.',
  ]),
  listed(
    'a negative offset in zip64',
    () => ({ ...x, offset: 0xffffffff, method: 0, extra: extraPart(1, fields([8, -1n])) }),
    'x.bin',
    [
      'damaged-entry',
      '“x.bin” is said to lie from byte 4,503,599,627,370,496 to 4,503,599,627,370,587, and the directory begins at byte 148.',
    ],
  ),
  listed(
    'a size of 16 exabytes in zip64',
    () => ({
      ...x,
      packedSize: 0xffffffff,
      packed: Buffer.alloc(61),
      extra: extraPart(1, fields([8, 0xfffffffffffffff0n])),
    }),
    'x.bin',
    [
      'damaged-entry',
      '“x.bin” is said to lie from byte 0 to 4,503,599,627,370,526, and the directory begins at byte 148.',
    ],
  ),
  listed('an entry in another part', () => ({ ...x, disk: 3 }), 'x.bin', [
    'multi-disk',
    '“x.bin” lies in part 4 of an archive split over several files.',
  ]),
  listed('a folder that holds data', () => ({ ...x, name: 'folder/' }), 'folder/', [
    'damaged-entry',
    '“folder/” is named as a folder, but told to hold 61 bytes.',
  ]),
  {
    name: 'an extra field that overruns',
    make: () => rawZip([{ ...x, extra: extraPart(0x5455, Buffer.alloc(5), 500) }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'x.bin',
        faults: [
          ['damaged-directory', 'A part of the extra field of “x.bin” says 500 bytes, and 5 are left.'],
        ],
        reads: data,
      },
      readsGood,
    ],
  },
  {
    name: 'a data descriptor that lies',
    make: () =>
      rawZip([{ ...x, flags: 0x0808, descriptor: fields([4, 0x08074b50], [4, 1], [4, 2], [4, 3]) }, good]),
    kind: 'zip',
    // The directory was shown, and the content fits it: a streaming reader is who would be misled.
    entries: [{ path: 'x.bin', reads: data }, readsGood],
  },
  {
    name: 'another size in the entry’s own header',
    make: () => rawZip([{ ...x, localSize: 5 }, good]),
    kind: 'zip',
    entries: [{ path: 'x.bin', reads: data }, readsGood],
  },
];

const aes256 = Buffer.from([2, 0, 0x41, 0x45, 3, 8, 0]);

/** A good block that then repeats what never was. */
const farBack = Buffer.from('4b04050000000000', 'hex');
