import { describe, expect, it } from 'vitest';
import { parseRunBundle, type RunBundle } from '#shared/domain/run-bundle.ts';
import { CHANNEL_SAMPLES } from '#test/unit/electron/channel-samples.ts';

const bundle = CHANNEL_SAMPLES['bundles.open'].answer.opened?.bundle as RunBundle;
const text = JSON.stringify(bundle);
const sentenceOf = (input: string): string => {
  const read = parseRunBundle(input);
  return read.ok ? 'opened' : read.sentence;
};
const line = {
  ...{ id: 1, at: 1, jobId: null, kind: 'agent', operation: 'x', outcome: 'info' },
  ...{ durationMs: null, sentence: '', payload: null },
};
const withTimeline = (timeline: unknown[]): string =>
  JSON.stringify({ ...bundle, detail: { ...bundle.detail, timeline } });

describe('an exported run', () => {
  it('opens as it was written, with or without a byte order mark', () => {
    expect(parseRunBundle(text)).toEqual({ ok: true, bundle });
    expect(parseRunBundle(`\uFEFF${text}`)).toEqual({ ok: true, bundle });
  });

  it.each([
    ['a text', 'hello', /no run that Action Desk exported/],
    ['other JSON', '{"version":1}', /no run that Action Desk exported/],
    ['JSON null', 'null', /no run that Action Desk exported/],
    ['a file cut short', text.slice(0, -40), /damaged: it is no complete JSON/],
    ['a newer format', JSON.stringify({ ...bundle, version: 2, more: {} }), /newer Action Desk \(format 2/],
    ['an older format', JSON.stringify({ ...bundle, version: 0 }), /damaged: version/],
    ['an unknown field', JSON.stringify({ ...bundle, extra: 1 }), /damaged: its first level/],
    [
      'a run without a state',
      text.replace('"state":"working"', '"state":"gone"'),
      /damaged: detail.run.state/,
    ],
    ['a moment that is none', text.replace('"madeAt":1', '"madeAt":9e15'), /values that no run can have/],
    [
      'endless nesting',
      withTimeline([{ ...line, payload: JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown }]),
      /values that no run can have/,
    ],
    ['too many lines', withTimeline(Array.from({ length: 5001 }, () => line)), /damaged: detail.timeline/],
    ['a huge file', ' '.repeat(20_000_001), /larger than 20 MB/],
  ])('says in one sentence why %s is none', (_what, input, sentence) => {
    expect(sentenceOf(input)).toMatch(sentence);
    expect(sentenceOf(input).length).toBeLessThan(200);
  });

  it('survives nesting that would end a recursive reader', () => {
    const deep = `${text.slice(0, -1)},"extra":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(sentenceOf(deep)).toMatch(/values that no run can have|no complete JSON/);
  });

  it('takes hostile texts as texts', () => {
    const hostile = '<img src=x onerror=alert(1)>"\u202e\u0000__proto__';
    const read = parseRunBundle(
      withTimeline([{ ...line, sentence: hostile, payload: { constructor: hostile } }]),
    );
    expect(read.ok && read.bundle.detail.timeline[0]?.sentence).toBe(hostile);
  });
});
