import { describe, expect, it } from 'vitest';
import { byteSize } from '#renderer/ui/byte-size.ts';
import { hexLines, offsetOf } from '#renderer/ui/hex-lines.ts';
import { visibleText } from '#renderer/ui/visible-parts.ts';

describe('byteSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [73_728, '72 KB'],
    [1024 * 1024 - 1, '1 MB'],
    [85 * 1024 ** 2, '85 MB'],
    [10 * 1024 ** 3, '10 GB'],
  ])('calls %s "%s"', (bytes, words) => {
    expect(byteSize(bytes)).toBe(words);
  });
});

describe('hexLines', () => {
  it('stand under their offsets, with what can be printed beside', () => {
    const lines = hexLines(
      Uint8Array.from([...'Hello, artifact!', '\n'].map((c) => c.charCodeAt(0))),
      0x1000,
    );
    expect(lines).toEqual(
      [
        {
          offset: '00001000',
          hex: '48 65 6c 6c 6f 2c 20 61  72 74 69 66 61 63 74 21',
          ascii: 'Hello, artifact!',
        },
        { offset: '00001010', hex: '0a'.padEnd(48), ascii: '.' },
      ].map((line) => ({ ...line, hex: line.hex.padEnd(48) })),
    );
  });
});

describe('offsetOf', () => {
  it.each([
    ['4096', 4096],
    ['4,096', 4096],
    ['0x1000', 4096],
    ['1000h', 4096],
    ['12ab', null],
    ['-1', null],
    ['', null],
  ])('reads "%s" as %s', (typed, offset) => {
    expect(offsetOf(typed)).toBe(offset);
  });
});

describe('visibleText', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['a\u202etxt.exe', 'a[U+202E]txt.exe'],
    ['a\u0000b\nc', 'a[U+0000]b[U+000A]c'],
    ['zero\u200bwidth', 'zero[U+200B]width'],
    ['émoji 👩‍💻', 'émoji 👩[U+200D]💻'],
    ['', ''],
  ])('shows what hides in %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});
