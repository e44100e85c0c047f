import { expect, it } from 'vitest';
import { decodeText } from '#main/artifacts/preview/decode-text.ts';
import { looksBinary } from '#main/artifacts/preview/detect-encoding.ts';
import { textBound } from '#main/artifacts/preview/text-bounds.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

const german = 'Der Gerätetest für Müller schlägt fehl: Größe überschritten.\n';
const fromHex = (...parts: string[]): Buffer => Buffer.from(parts.join(''), 'hex');
const japanese = fromHex(
  '82b182ea82cd836583588367837483408343838b82c582b7814293fa967b8cea82cc95b68e9a8352815b836882',
  'f094bb92e882b582dc82b781428372838b836882c98eb8947382b582dc82b582bd81420a',
);
const korean = fromHex(
  'c0ccb0cdc0ba20c7d1b1b9beeec0d4b4cfb4d92e20bdc3c7e8c0bb20bdc3c0dbc7d5b4cfb4d92e20baf4b5e5bf',
  'a120bdc7c6d0c7dfbdc0b4cfb4d92e0a',
);
const chinese = fromHex(
  'd5e2cac7d2bbb8f6d6d0cec4b2e2cad4cec4bcfea3acc4dac8ddd3c3d3dab1e0c2ebbcecb2e2a1a3b9b9bda8ca',
  'a7b0dca3bad5d2b2bbb5bdc4a3bfe9a3acc7ebbcecb2e9c5e4d6c3a1a30a',
);

it.each([
  ['a UTF-8 mark', Buffer.from('\ufeffä', 'utf8'), 'utf-8', 'ä'],
  ['a UTF-16LE mark', Buffer.from('\ufeffä', 'utf16le'), 'utf-16le', 'ä'],
  ['a UTF-16BE mark', utf16be('\ufeffä'), 'utf-16be', 'ä'],
  ['UTF-16LE without a mark', Buffer.from('hello ä\n', 'utf16le'), 'utf-16le', 'hello ä\n'],
  ['UTF-16BE without a mark', utf16be('hello ä\n'), 'utf-16be', 'hello ä\n'],
  ['UTF-8', Buffer.from('grün 日本', 'utf8'), 'utf-8', 'grün 日本'],
  ['nothing', Buffer.alloc(0), 'utf-8', ''],
  ['windows-1252', latin1(german), 'windows-1252', german],
  ['one umlaut after much ASCII', latin1('x y z\n'.repeat(40_000) + german), 'windows-1252', null],
  ['one byte that is no text', latin1('caf\xe9'), 'windows-1252', 'café'],
])('tells the encoding of %s', (_of, bytes, encoding, text) => {
  const decoded = decodeText(bytes, null);
  expect(decoded.encoding).toBe(encoding);
  if (text !== null) expect(decoded.text).toBe(text);
  expect(decoded.read).toBe(bytes.length);
});

it.each([
  ['shift_jis', japanese],
  ['euc-kr', korean],
  ['gb18030', chinese],
])('guesses %s', (encoding, bytes) => {
  const decoded = decodeText(bytes, null);
  expect(decoded.encoding).toBe(encoding);
  expect(decoded.text).not.toContain('\ufffd');
});

it('stays with UTF-8 where a long text has one damaged character', () => {
  const damaged = Buffer.concat([Buffer.from('ä'.repeat(50)), Buffer.from([0xff]), Buffer.from('ok')]);
  expect(decodeText(damaged, null).encoding).toBe('utf-8');
});

it('lets the person choose, and ignores a choice that is none', () => {
  expect(decodeText(latin1('\xe4'), 'iso-8859-5').text).toBe('ф');
  expect(decodeText(latin1('\xe4'), 'no-such').encoding).toBe('windows-1252');
  expect(decodeText(latin1('\xe4'), 'iso-2022-kr').encoding).toBe('windows-1252');
});

it.each([
  ['a NUL', Buffer.from('abc\0def'), true],
  ['many controls', Buffer.from([1, 2, 3, 4, 5, 6, 65]), true],
  ['terminal colours', Buffer.from('\u001b[31mred\u001b[0m\n'), false],
  ['UTF-16', Buffer.from('hello', 'utf16le'), false],
  ['nothing', Buffer.alloc(0), false],
])('knows whether %s is binary', (_what, bytes, binary) => {
  expect(looksBinary(bytes)).toBe(binary);
});

const limits = { lines: 3, bytes: 1000 };
it.each([
  ['a\nb\nc\nd\n', 6, 3],
  ['a\rb\r\nc\rd', 7, 3],
  ['a\nb', 3, 2],
  ['a\n', 2, 2],
  ['', 0, 1],
])('cuts %j after three lines', (text, end, lines) => {
  expect(textBound(Buffer.from(text), 'utf-8', limits)).toEqual({ end, lines });
  const wide = textBound(Buffer.from(text, 'utf16le'), 'utf-16le', limits);
  expect(wide).toEqual({ end: end * 2, lines });
  expect(textBound(utf16be(text), 'utf-16be', limits)).toEqual(wide);
});

it('does not take a half of a UTF-16 character for a line end', () => {
  expect(textBound(Buffer.from('\u0a0a\u0d0dx', 'utf16le'), 'utf-16le', limits).lines).toBe(1);
});

it.each([
  ['utf-8', Buffer.from('ä'.repeat(40)), 21, 20],
  ['utf-8', Buffer.from('😀'.repeat(40)), 23, 20],
  ['utf-16le', Buffer.from('😀'.repeat(40), 'utf16le'), 22, 20],
  ['utf-16be', utf16be('😀'.repeat(40)), 22, 20],
  ['utf-16le', Buffer.from('ab'.repeat(40), 'utf16le'), 21, 20],
  ['utf-8', Buffer.from(`a\n${'b'.repeat(40)}`), 21, 2],
])('cuts %s between two characters, and after a line where one is near', (encoding, bytes, most, end) => {
  expect(textBound(bytes, encoding, { lines: 10, bytes: most }).end).toBe(end);
});
