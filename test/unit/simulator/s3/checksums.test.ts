import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumAlgorithms, checksumOf, compositeChecksum } from '#main/simulator/s3/checksums.ts';

const check = Buffer.from('123456789');

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

describe('checksumOf', () => {
  // Check values of the catalogue of parametrised CRC algorithms.
  it.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha1', createHash('sha1').update(check).digest('hex')],
    ['sha256', createHash('sha256').update(check).digest('hex')],
  ] as const)('gives the check value of %s', (algorithm, value) => {
    expect(hex(checksumOf(algorithm, check).value)).toBe(value);
  });

  // RFC 3720, appendix B.4.
  it.each([
    ['zeroes', Buffer.alloc(32), 'aa36918a'],
    ['ones', Buffer.alloc(32, 0xff), '43aba862'],
    ['ascending bytes', Buffer.from(Array.from({ length: 32 }, (_, at) => at)), '4e79dd46'],
  ])('gives the CRC-32C of 32 %s in network order', (_what, bytes, value) => {
    const digest = Buffer.from(hex(checksumOf('crc32c', bytes).value), 'hex');
    expect(digest.reverse().toString('hex')).toBe(value);
  });

  it.each([...checksumAlgorithms])('gives the same %s however the bytes are cut', (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
        const buffers = pieces.map((piece) => Buffer.from(piece));
        expect(checksumOf(algorithm, ...buffers)).toEqual(checksumOf(algorithm, Buffer.concat(buffers)));
      }),
    );
  });
});

describe('compositeChecksum', () => {
  it("covers the parts' checksums and tells their number", () => {
    const parts = ['one', 'two'].map((text) => checksumOf('sha256', Buffer.from(text)).value);
    const digests = Buffer.concat(parts.map((value) => Buffer.from(value, 'base64')));
    const value = createHash('sha256').update(digests).digest('base64');
    expect(compositeChecksum('sha256', parts)).toEqual({
      algorithm: 'sha256',
      value: `${value}-2`,
      type: 'COMPOSITE',
    });
  });
});
