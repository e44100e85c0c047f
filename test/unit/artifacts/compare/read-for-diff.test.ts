import { expect, it } from 'vitest';
import { ArchiveProblem } from '#main/artifacts/archive/archive-problem.ts';
import { readForDiff } from '#main/artifacts/compare/read-for-diff.ts';
import { aContent } from '../preview/a-content.ts';

it('gives both texts, each in its own encoding', async () => {
  const left = aContent(Buffer.from('ä\n', 'latin1'), { name: 'a.json' });
  const { left: one, right: other } = await readForDiff(left, aContent('ä\n', { name: 'a.json' }));
  expect(one).toMatchObject({ whole: true, fault: null, text: { text: 'ä\n', encoding: 'windows-1252' } });
  expect(other).toMatchObject({
    whole: true,
    fault: null,
    text: { text: 'ä\n', encoding: 'utf-8', language: 'JSON' },
  });
});

it('has an empty text for a side that is not there', async () => {
  const { left, right } = await readForDiff(null, aContent('new'));
  expect(left).toMatchObject({ whole: true, text: { text: '' } });
  expect(right.text?.text).toBe('new');
});

it('gives no text of a binary, unless an encoding is chosen', async () => {
  const binary = aContent(Buffer.from([0, 1, 2]));
  expect((await readForDiff(binary, null)).left).toEqual({ text: null, whole: false, fault: null });
  expect((await readForDiff(binary, null, { encoding: 'utf-8' })).left.text?.text).toBe('\0\u0001\u0002');
});

it('says that a text is cut, and what is wrong with it', async () => {
  const long = aContent('x\n'.repeat(60_000));
  const damaged = aContent('abc', { fails: new ArchiveProblem('bad-checksum', 'Damaged.') });
  const { left, right } = await readForDiff(long, damaged);
  expect(left).toMatchObject({ whole: false, text: { lines: 50_000 } });
  expect(right).toMatchObject({ whole: false, fault: { fault: 'bad-checksum' }, text: { text: 'abc' } });
});

it('marks secrets on both sides', async () => {
  const { left } = await readForDiff(aContent('password=hunter2'), null);
  expect(left.text?.secrets).toMatchObject([{ from: 9, to: 16 }]);
});
