import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Spans, type Span } from '#main/artifacts/archive/zip/spans.ts';

const spans = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 }))
    .map(([start, length]): Span => ({ start, end: start + length })),
  { maxLength: 12 },
);

const spansOf = (made: readonly Span[]) =>
  new Spans(
    Float64Array.from(made, ({ start }) => start),
    Float64Array.from(made, ({ end }) => end),
    1000,
  );

it('tells which spans share bytes, as comparing each with each does', () => {
  fc.assert(
    fc.property(spans, (made) => {
      const all = spansOf(made);
      const shared = made.map((one, at) =>
        made.some((other, place) => place !== at && one.start < other.end && other.start < one.end),
      );
      expect(made.map((span) => all.overlaps(span))).toEqual(shared);
    }),
  );
});

it('tells where the next span begins, or where all end', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 80 }), (made, at) => {
      const later = made.map(({ start }) => start).filter((start) => start > at);
      expect(spansOf(made).after(at)).toBe(Math.min(1000, ...later));
    }),
  );
});
