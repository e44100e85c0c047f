import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '#shared/domain/utf8-bytes.ts';

describe('bytes of UTF-8', () => {
  it('are counted as an encoder writes them, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });

  it('count a lone surrogate as its replacement', () => {
    expect(utf8Bytes('\ud800')).toBe(3);
  });
});
