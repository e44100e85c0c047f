import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAwsChunked } from '#main/simulator/s3/aws-chunked.ts';

const signature = `;chunk-signature=${'0'.repeat(64)}`;

function frame(chunks: readonly Uint8Array[], extension: string, trailers: string): Buffer {
  const parts = chunks.flatMap((chunk) => [`${chunk.length.toString(16)}${extension}\r\n`, chunk, '\r\n']);
  return Buffer.concat([...parts, `0${extension}\r\n`, trailers, '\r\n'].map((part) => Buffer.from(part)));
}

describe('decodeAwsChunked', () => {
  it('gives back any bytes in any chunks, signed or not, with or without trailers', () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 50 });
    const trailers = fc.constantFrom('', 'x-amz-checksum-crc32:AAAA==\r\n');
    fc.assert(
      fc.property(fc.array(chunk), fc.constantFrom('', signature), trailers, (chunks, extension, trailer) => {
        const whole = Buffer.concat(chunks);
        const decoded = decodeAwsChunked(frame(chunks, extension, trailer), whole.length);
        expect(decoded.body.equals(whole)).toBe(true);
        expect(decoded.trailers).toEqual(trailer === '' ? {} : { 'x-amz-checksum-crc32': 'AAAA==' });
      }),
    );
  });

  it.each([
    ['no chunk at all', '', null],
    ['a chunk that ends early', '5\r\nabc', null],
    ['a missing last chunk', '3\r\nabc\r\n', null],
    ['a size that is no number', 'zz\r\nabc\r\n0\r\n\r\n', null],
    ['fewer bytes than promised', '3\r\nabc\r\n0\r\n\r\n', 4],
  ])('refuses %s', (_what, body, length) => {
    expect(() => decodeAwsChunked(Buffer.from(body), length)).toThrow(
      expect.objectContaining({ code: 'IncompleteBody' }),
    );
  });
});
