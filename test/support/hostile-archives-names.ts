import { crc32 } from 'node:zlib';
import { good, readsGood } from './hostile-archives-case.ts';
import type { HostileCase, Saying } from './hostile-archives-case.ts';
import { extraPart, fields, rawZip } from './hostile-archives-zip.ts';

const evil = 'evil content';

function unsafe(name: string, path: string, because: string, shown = path): HostileCase {
  const faults: Saying[] = [['unsafe-path', `“${shown}” ${because}.`]];
  return {
    name,
    make: () => rawZip([{ name: path, data: evil }, good]),
    kind: 'zip',
    entries: [{ path, faults, reads: evil }, readsGood],
  };
}

const longName = 'n'.repeat(65_535);
const longShown = `“${'n'.repeat(60)}…${'n'.repeat(60)}”`;

/** Names that lie, clash, or are more than a name. All of them are shown and readable: names are never paths here. */
export const hostileNames: readonly HostileCase[] = [
  unsafe('a name that climbs out', '../../etc/passwd', 'leads out of the folder with “..”'),
  unsafe('a name that climbs out from within', 'a/b/../../../x', 'leads out of the folder with “..”'),
  unsafe('an absolute name', '/etc/passwd', 'is an absolute path'),
  unsafe('a drive letter', 'C:/Windows/x.dll', 'begins with the drive C:'),
  unsafe('a network share', '\\\\host\\share\\x', 'names a network share'),
  unsafe('backslashes', 'dir\\file.txt', 'holds a backslash, which divides folders on Windows'),
  unsafe('backslashes that climb out', '..\\..\\x.txt', 'leads out of the folder with “..”'),
  unsafe(
    'a NUL in a name',
    'a.txt\0.exe',
    'holds a NUL, which ends a path for many programs',
    'a.txt\\u0000.exe',
  ),
  unsafe('a device of Windows', 'logs/con.txt', 'uses “con.txt”, a device’s name on Windows'),
  unsafe(
    'a hidden stream of Windows',
    'readme.txt:payload',
    'holds a colon, which names a hidden stream on Windows',
  ),
  unsafe(
    'a dot that Windows drops',
    'run.exe.',
    'has a part that ends with a dot or a space, which Windows drops',
  ),
  {
    name: 'an empty name',
    make: () => rawZip([{ name: '', data: evil }, good]),
    kind: 'zip',
    entries: [{ path: '', faults: [['bad-name', 'An entry has no name.']], reads: evil }, readsGood],
  },
  {
    name: 'a name of 65,535 bytes',
    make: () => rawZip([{ name: longName, data: evil }, good]),
    kind: 'zip',
    entries: [
      {
        path: longName,
        faults: [['bad-name', `${longShown} is 65,535 characters long, more than file systems take.`]],
        reads: evil,
      },
      readsGood,
    ],
  },
  {
    name: 'control characters in a name',
    make: () => rawZip([{ name: 'a\u001b[31mred', data: evil }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'a\u001b[31mred',
        faults: [['bad-name', '“a\\u001b[31mred” holds control characters.']],
        reads: evil,
      },
      readsGood,
    ],
  },
  {
    name: 'a name that turns its direction',
    make: () => rawZip([{ name: 'invoice\u202efdp.exe', data: evil }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'invoice\u202efdp.exe',
        faults: [
          [
            'bad-name',
            '“invoice\\u202efdp.exe” holds characters that turn the direction of text, so that it may look like another name.',
          ],
        ],
        reads: evil,
      },
      readsGood,
    ],
  },
  {
    name: 'a name that is said to be UTF-8 and is not',
    make: () => rawZip([{ name: Buffer.from('b\x81d.txt', 'latin1'), data: evil }, good]),
    kind: 'zip',
    entries: [
      { path: 'büd.txt', faults: [['bad-name', '“büd.txt” is said to be UTF-8 and is not.']], reads: evil },
      readsGood,
    ],
  },
  {
    name: 'a stale Unicode name for another name',
    make: () => {
      const extra = extraPart(
        0x7075,
        Buffer.concat([Buffer.from([1]), fields([4, crc32(Buffer.from('other'))]), Buffer.from('../x')]),
      );
      return rawZip([{ name: 'name.txt', data: evil, extra }, good]);
    },
    kind: 'zip',
    entries: [{ path: 'name.txt', reads: evil }, readsGood],
  },
  {
    name: 'one name twice',
    make: () => rawZip([good, { name: 'good.txt', data: evil }]),
    kind: 'zip',
    entries: [
      readsGood,
      {
        path: 'good.txt',
        faults: [
          [
            'duplicate-name',
            '“good.txt” is in the archive more than once; programs differ in which one they take.',
          ],
        ],
        reads: evil,
      },
    ],
  },
  {
    name: 'a file and a folder of one name',
    make: () => rawZip([good, { name: 'good.txt/', method: 0 }]),
    kind: 'zip',
    entries: [
      readsGood,
      {
        path: 'good.txt/',
        faults: [
          [
            'duplicate-name',
            '“good.txt/” is both a file and a folder; programs differ in which one they take.',
          ],
        ],
      },
    ],
  },
  {
    name: 'names that differ in case',
    make: () => rawZip([good, { name: 'GOOD.txt', data: evil }]),
    kind: 'zip',
    entries: [
      readsGood,
      {
        path: 'GOOD.txt',
        faults: [
          [
            'case-clash',
            '“GOOD.txt” and “good.txt” are one file where case or composed accents do not count.',
          ],
        ],
        reads: evil,
      },
    ],
  },
  {
    name: 'names that differ in how an accent is composed',
    make: () =>
      rawZip([
        { name: 'caf\u00e9', data: 'one' },
        { name: 'cafe\u0301', data: 'two' },
      ]),
    kind: 'zip',
    entries: [
      { path: 'caf\u00e9', reads: 'one' },
      {
        path: 'cafe\u0301',
        faults: [
          [
            'case-clash',
            '“cafe\u0301” and “caf\u00e9” are one file where case or composed accents do not count.',
          ],
        ],
        reads: 'two',
      },
    ],
  },
  {
    name: 'another name in the entry’s own header',
    make: () => rawZip([{ name: 'harmless.txt', localName: 'payload.exe', data: evil }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'harmless.txt',
        reads: [
          'name-mismatch',
          'The directory names this entry “harmless.txt”, its own header “payload.exe”; programs differ in which one they take.',
        ],
      },
      readsGood,
    ],
  },
  {
    name: 'a symbolic link',
    make: () => rawZip([{ name: 'link', data: '/etc/passwd', mode: 0o120777 }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'link',
        faults: [['link', '“link” is a symbolic link; what it points to is its content.']],
        reads: '/etc/passwd',
      },
      readsGood,
    ],
  },
  {
    name: 'a device',
    make: () => rawZip([{ name: 'sda', mode: 0o060660, method: 0 }, good]),
    kind: 'zip',
    entries: [
      {
        path: 'sda',
        faults: [['special-file', '“sda” is a device, a pipe or a socket.']],
        reads: ['special-file', '“sda” is a device, a pipe or a socket.'],
      },
      readsGood,
    ],
  },
];
