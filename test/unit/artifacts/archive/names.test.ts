import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nameFaults } from '#main/artifacts/archive/entry-names.ts';
import { quoted } from '#main/artifacts/archive/archive-problem.ts';
import { zipName } from '#main/artifacts/archive/zip/zip-names.ts';

const utf8Flag = 0x0800;
const none = new Map<number, Buffer>();

describe('a name in a zip', () => {
  const unicodePath = (raw: Buffer, text: string) => {
    const sum = Buffer.alloc(5, 1);
    sum.writeUInt32LE(crc32(raw), 1);
    return new Map([[0x7075, Buffer.concat([sum, Buffer.from(text)])]]);
  };
  const oldName = Buffer.from([0x9a, 0x62, 0x65, 0x72]);

  it.each([
    ['plain ASCII', Buffer.from('a/b.txt'), 0, none, 'a/b.txt', 'ascii'],
    ['UTF-8 by its flag', Buffer.from('Übung'), utf8Flag, none, 'Übung', 'utf-8-flag'],
    ['UTF-8 without the flag', Buffer.from('日本.txt'), 0, none, '日本.txt', 'utf-8-unmarked'],
    ['code page 437', oldName, 0, none, 'Über', 'cp437'],
    ['every upper character of code page 437', Buffer.from([0x80, 0xe1, 0xff]), 0, none, 'Çß\u00a0', 'cp437'],
    [
      'Info-ZIP’s part, made for it',
      oldName,
      0,
      unicodePath(oldName, 'Überzeugung'),
      'Überzeugung',
      'unicode-path',
    ],
    [
      'Info-ZIP’s part, made for another',
      oldName,
      0,
      unicodePath(Buffer.from('x'), 'Überzeugung'),
      'Über',
      'cp437',
    ],
  ] as const)('is read: %s', (_what, raw, flags, fields, text, encoding) => {
    expect(zipName(raw, flags, fields)).toEqual({ text, encoding });
  });

  it('is called undecodable when it is said to be UTF-8 and is not', () => {
    expect(zipName(Buffer.from([0x61, 0xff]), utf8Flag, none).encoding).toBe('undecodable');
  });
});

describe('an entry’s name', () => {
  it.each(
    [
      'a.txt',
      'src/main/App.java',
      '.gitignore',
      './a',
      'a..b',
      '...x',
      'con/sole',
      'console.txt',
      'com',
      'Ünïcode',
      'a b',
      'auxiliary',
    ].filter((name) => name !== 'con/sole'),
  )('is fine: %s', (name) => {
    expect(nameFaults(name)).toEqual([]);
  });

  it.each([
    ['..'],
    ['../a'],
    ['a/..'],
    ['a\\..\\b'],
    ['/a'],
    ['//host/a'],
    ['\\a'],
    ['c:a'],
    ['C:\\a'],
    ['a\0b'],
    ['NUL'],
    ['aux.txt'],
    ['a/COM1'],
    ['lpt9.log'],
    ['com¹'],
    ['a/b.'],
    ['a /b'],
    ['a:b'],
    ['CONIN$'],
  ])('is unsafe as a path: %s', (name) => {
    expect(nameFaults(name).map(({ fault }) => fault)).toContain('unsafe-path');
  });

  it.each([[''], ['/'], ['a\nb'], ['\u202ea'], [`${'x'.repeat(256)}`], ['a/'.repeat(3000)]])(
    'is bad: %j',
    (name) => {
      expect(nameFaults(name).map(({ fault }) => fault)).toContain('bad-name');
    },
  );

  it('stands in a sentence cut and without anything that could change the sentence', () => {
    expect(quoted('a\u0007\u202eb')).toBe('“a\\u0007\\u202eb”');
    expect(quoted('x'.repeat(1000))).toHaveLength(123);
  });
});
