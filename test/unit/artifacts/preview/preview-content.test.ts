import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArchiveProblem } from '#main/artifacts/archive/archive-problem.ts';
import { closedPreview, previewContent, type PreviewAsked } from '#main/artifacts/preview/preview-content.ts';
import { PREVIEW_KINDS, previewSchema, type Preview } from '#shared/domain/artifact-preview.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { aContent, NOTHING_FETCHED, quiet } from './a-content.ts';
import { bmp, gif, ico, jpeg, png, webp } from './raster-bytes.ts';

const best: PreviewAsked = { as: null, from: 0, encoding: null };
const MB = 1024 * 1024;

async function shows(
  content: Parameters<typeof previewContent>[0],
  asked: Partial<PreviewAsked> = {},
): Promise<Preview> {
  return previewSchema.parse(await previewContent(content, { ...best, ...asked }, quiet));
}
const sentences = ({ notes }: Preview): string => notes.map(({ sentence }) => sentence).join(' ');

const junit = '<testsuite name="s"><testcase name="a"/></testsuite>';

it.each<[string, string | Buffer, Preview['shown']['kind'], Preview['kinds']]>([
  ['a.txt', 'hello', 'text', ['text', 'hex']],
  ['a.txt', '', 'text', ['text', 'hex']],
  ['a.json', '{\n "a": 1\n}\n', 'text', ['formatted', 'text', 'hex']],
  ['a.json', `{"a":"${'x'.repeat(100)}"}`, 'formatted', ['formatted', 'text', 'hex']],
  ['a.yml', 'a: 1', 'text', ['formatted', 'text', 'hex']],
  ['a.svg', '<svg onload="alert(1)"/>', 'text', ['formatted', 'text', 'hex']],
  ['t.xml', junit, 'table', ['table', 'formatted', 'text', 'hex']],
  ['a.png', png(3, 2), 'image', ['image', 'hex']],
  ['a.txt', jpeg(3, 2), 'image', ['image', 'hex']],
  ['a', gif(3, 2), 'image', ['image', 'hex']],
  ['a', webp(3, 2), 'image', ['image', 'hex']],
  ['a', bmp(3, 2), 'image', ['image', 'hex']],
  ['a', ico(png(3, 2)), 'image', ['image', 'hex']],
  ['a', '%PDF-1.4\n1 0 obj <</Type /Pages /Count 7>> endobj', 'pdf', ['pdf', 'hex']],
  ['a.class', Buffer.from('cafebabe0000003400', 'hex'), 'hex', ['hex', 'text']],
  ['a.png', 'not a picture', 'text', ['text', 'hex']],
  ['a.txt', 'BMW and other cars', 'text', ['text', 'hex']],
])('shows %s (%#) as fits it best', async (name, bytes, kind, kinds) => {
  const preview = await shows(aContent(bytes, { name }));
  expect(preview.shown.kind).toBe(kind);
  expect(preview.kinds).toEqual(kinds);
  const page = await shows(aContent(bytes, { name }), { as: 'hex' });
  expect(page.kinds, 'a hex page offers the same').toEqual(kinds);
  expect(page.mime).toBe(preview.mime);
});

it('gives a picture as data, of the size that its header has', async () => {
  const bytes = png(3, 2);
  expect((await shows(aContent(bytes))).shown).toEqual({
    ...{ kind: 'image', width: 3, height: 2 },
    dataUrl: `data:image/png;base64,${bytes.toString('base64')}`,
  });
});

it.each([
  ['of absurd dimensions', aContent(png(100_000, 100_000)), '50 million'],
  ['of too many bytes', aContent(Buffer.concat([png(3, 2), Buffer.alloc(9 * MB)])), '8 MB'],
  ['with a damaged header', aContent(png(0, 0)), 'how large'],
])('shows no picture %s', async (_of, content, words) => {
  const preview = await shows(content);
  expect(preview).toMatchObject({ kinds: ['hex'], shown: { kind: 'hex', from: 0 } });
  expect(sentences(preview)).toContain(words);
  expect(content.taken.bytes).toBeLessThan(9 * MB);
});

it('reads no more of a large binary than tells what it is', async () => {
  const content = aContent(Buffer.alloc(20 * MB), { chunkBytes: 16_384 });
  expect((await shows(content)).shown.kind).toBe('hex');
  expect(content.taken.bytes).toBe(16_384);
});

it('shows a text that a person insists on, in the encoding that they chose', async () => {
  const binary = aContent(Buffer.from([0xe4, 0, 1, 2]));
  expect((await shows(binary, { as: 'text', encoding: 'iso-8859-5' })).shown).toMatchObject({
    ...{ kind: 'text', encoding: 'iso-8859-5', text: 'ф\0\u0001\u0002' },
  });
});

it.each([
  ['a single line of 10 MB', 'x'.repeat(10 * MB), 4 * MB, 1],
  ['a million tiny lines', 'a\n'.repeat(1_000_000), 100_000, 50_000],
  ['long lines', `${'x'.repeat(99)}\n`.repeat(100_000), 4_194_300, 41_943],
])('cuts %s and says so', async (_what, text, read, lines) => {
  const preview = await shows(aContent(text));
  expect(preview).toMatchObject({ read, size: text.length, shown: { kind: 'text', lines } });
  expect(sentences(preview)).toMatch(/^The first (4 MB|50,000 lines) are shown\.$/);
});

it('falls back to the text where it cannot be formatted, and names the line', async () => {
  const preview = await shows(aContent('{"a": 1,\n!}', { name: 'a.json' }), { as: 'formatted' });
  expect(preview.shown).toMatchObject({ kind: 'text', text: '{"a": 1,\n!}', language: 'JSON' });
  expect(preview.notes).toEqual([{ line: 2, sentence: expect.stringContaining('Line 2') as string }]);
});

it('falls back to the text where a report is none', async () => {
  const preview = await shows(aContent('<testsuite><a></testsuite>', { name: 'a.xml' }), { as: 'table' });
  expect(preview).toMatchObject({ kinds: ['formatted', 'text', 'hex'], shown: { kind: 'text' } });
  expect(sentences(preview)).toContain('no report');
});

it('marks secrets in the text that is shown, formatted or not', async () => {
  const text = `{"password":"hunter2","x":"${'y'.repeat(100)}"}`;
  for (const as of ['text', 'formatted'] as const) {
    const { shown } = await shows(aContent(text, { name: 'a.json' }), { as });
    if (shown.kind !== as) throw new Error(shown.kind);
    expect(shown.secrets.map(({ from, to }) => shown.text.slice(from, to))).toEqual(['hunter2']);
  }
});

it('warns of characters that turn the direction of writing', async () => {
  expect(sentences(await shows(aContent('a\u202eb')))).toContain('direction');
  expect(sentences(await shows(aContent('a\u05d0b')))).toBe('');
});

it.each([
  [0, 0, 4096],
  [4096, 4096, 4096],
  [8192, 8192, 1808],
  [99_999, 8192, 1808],
  [10_000, 8192, 1808],
])('gives the page of bytes at %i', async (from, start, length) => {
  const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at & 0xff));
  const { shown, read } = await shows(aContent(bytes), { as: 'hex', from });
  if (shown.kind !== 'hex') throw new Error(shown.kind);
  expect(shown).toMatchObject({ from: start, pageBytes: 4096 });
  expect(Buffer.from(shown.bytes, 'base64').equals(bytes.subarray(start, start + length))).toBe(true);
  expect(read).toBe(length);
});

const damaged = new ArchiveProblem('bad-checksum', 'Its CRC-32 is another one.');

it('shows what came before the damage, with the fault', async () => {
  const preview = await shows(aContent('hello', { fails: damaged }));
  expect(preview).toMatchObject({
    faults: [{ fault: 'bad-checksum', sentence: 'Its CRC-32 is another one.' }],
    shown: { kind: 'text', text: 'hello' },
  });
});

it.each([null, 'hex'] as const)('shows nothing of a content that gives nothing (%s)', async (as) => {
  const preview = await shows(aContent('', { fails: damaged, size: 5 }), { as });
  expect(preview).toMatchObject({ kinds: [], read: 0, shown: { kind: 'none', sentence: damaged.message } });
});

it('passes on what S3 refuses, and wraps anything else', async () => {
  const refused = new ActionDeskError('aws-access-denied', 'No.');
  await expect(shows(aContent('', { fails: refused, size: 5 }))).rejects.toBe(refused);
  await expect(shows(aContent('', { fails: new TypeError('x'), size: 5 }))).rejects.toBeInstanceOf(
    ActionDeskError,
  );
});

it('ends with the reason of its signal', async () => {
  const reason = new Error('closed');
  const asked = previewContent(aContent('x'), best, { ...quiet, signal: AbortSignal.abort(reason) });
  await expect(asked).rejects.toBe(reason);
});

it('says why a closed content shows nothing', () => {
  const problem = {
    sentence: 'It is encrypted.',
    faults: [{ fault: 'encrypted', sentence: 'It is encrypted.' }],
  } as const;
  expect(previewSchema.parse(closedPreview(5, problem, NOTHING_FETCHED)).shown).toEqual({
    ...{ kind: 'none', sentence: 'It is encrypted.' },
  });
});

const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 6000 }),
  fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => Buffer.from(text, 'utf8')),
  fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => Buffer.from(text, 'utf16le')),
  fc.constantFrom(
    ...[
      Buffer.concat([png(3, 2), Buffer.from('<script>alert(1)</script>')]),
      Buffer.from('GIF89a=1;alert(1)//'),
    ],
    ...[
      Buffer.from('%PDF-1.4<html>'),
      Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
      deflateRawSync(Buffer.alloc(9000)),
    ],
    ...[Buffer.from('\u001b[2J\u0007'), Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('PK\u0003\u0004')],
  ),
);

it('is a preview, whatever the content and its name are', async () => {
  const names = fc.constantFrom(
    'a.json',
    'a.yml',
    'a.xml',
    'x.env',
    'lcov.info',
    'taskdef.json',
    'a.png',
    '',
    '/',
    'buildspec.yml',
  );
  await fc.assert(
    fc.asyncProperty(
      ...([hostile, names, fc.constantFrom(null, ...PREVIEW_KINDS), fc.nat(9000)] as const),
      async (bytes, name, as, from) => {
        const preview = await shows(aContent(Buffer.from(bytes), { name, chunkBytes: 700 }), { as, from });
        expect(preview.kinds.length).toBeGreaterThan(0);
        expect(preview.read).toBeLessThanOrEqual(preview.size);
        if (preview.shown.kind === 'image')
          expect(preview.shown.dataUrl).toMatch(/^data:image\/[a-z-]+;base64,/);
      },
    ),
    { numRuns: 300 },
  );
});
