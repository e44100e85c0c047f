import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRC_KINDS, crcText, joinCrcs } from '#main/aws/object-crc.ts';

const sumOf = (kind: (typeof CRC_KINDS)[number], chunk: Uint8Array): bigint => {
  const running = kind.begin();
  running.update(chunk);
  return running.value();
};

describe.each(CRC_KINDS)('the $name', (kind) => {
  it('is that of the catalogue for 123456789', () => {
    const known = { CRC32: 'cbf43926', CRC32C: 'e3069283', CRC64NVME: 'ae8b14860a799888' };
    const value = sumOf(kind, Buffer.from('123456789'));
    expect(crcText(kind, value)).toBe(Buffer.from(known[kind.name], 'hex').toString('base64'));
    expect(crcText(kind, 0n)).toBe(Buffer.alloc(kind.width / 8).toString('base64'));
  });

  it('is the same in chunks and joined from pieces, wherever they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 8 }), (pieces) => {
        const whole = sumOf(kind, Buffer.concat(pieces));
        const running = kind.begin();
        for (const one of pieces) running.update(one);
        expect(running.value()).toBe(whole);
        const parts = pieces.map((one) => ({ value: sumOf(kind, one), bytes: one.length }));
        expect(joinCrcs(kind, parts)).toBe(whole);
      }),
    );
  });

  it('tells pieces in another order', () => {
    const [a, b] = ['first', 'second'].map((text) => ({
      ...{ value: sumOf(kind, Buffer.from(text)), bytes: text.length },
    }));
    expect(joinCrcs(kind, [a!, b!])).not.toBe(joinCrcs(kind, [b!, a!]));
  });
});
