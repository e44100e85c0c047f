/** Castagnoli's polynomial and that of NVMe, bits reversed. */
const CRC32C_POLYNOMIAL = 0x82f63b78n;
const NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/**
 * Eight tables of 256, one behind the other: the n-th is for a byte that n zero bytes follow, so that eight bytes are taken in
 * one step. In halves, as JavaScript's bitwise operators end at 32 bits.
 */
function tablesOf(polynomial: bigint): { high: Int32Array; low: Int32Array } {
  const [high, low] = [new Int32Array(2048), new Int32Array(2048)];
  const values: bigint[] = [];
  for (let at = 0; at < 2048; at += 1) {
    const shorter = values[at - 256];
    let value =
      shorter === undefined ? BigInt(at) : (values[Number(shorter & 0xffn)] ?? 0n) ^ (shorter >> 8n);
    for (let bit = 0; bit < 8 && shorter === undefined; bit += 1)
      value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    values.push(value);
    low[at] = Number(BigInt.asIntN(32, value));
    high[at] = Number(BigInt.asIntN(32, value >> 32n));
  }
  return { high, low };
}

const { low: castagnoli } = tablesOf(CRC32C_POLYNOMIAL);
const { high: nvmeHigh, low: nvmeLow } = tablesOf(NVME_POLYNOMIAL);

/** The CRC of eight bytes, as two little-endian numbers. */
function ofEight(table: Int32Array, first: number, second: number): number {
  return (
    (table[1792 + (first & 0xff)] as number) ^
    (table[1536 + ((first >>> 8) & 0xff)] as number) ^
    (table[1280 + ((first >>> 16) & 0xff)] as number) ^
    (table[1024 + (first >>> 24)] as number) ^
    (table[768 + (second & 0xff)] as number) ^
    (table[512 + ((second >>> 8) & 0xff)] as number) ^
    (table[256 + ((second >>> 16) & 0xff)] as number) ^
    (table[second >>> 24] as number)
  );
}

/** CRC-32C of a chunk, going on from the value before; 0 begins. */
export function crc32c(chunk: Uint8Array, before: number): number {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  const whole = chunk.length & ~7;
  let value = ~before;
  for (let at = 0; at < whole; at += 8)
    value = ofEight(castagnoli, value ^ view.getInt32(at, true), view.getInt32(at + 4, true));
  for (let at = whole; at < chunk.length; at += 1)
    value = (castagnoli[(value ^ (chunk[at] as number)) & 0xff] as number) ^ (value >>> 8);
  return ~value >>> 0;
}

/** CRC-64/NVME, which S3 keeps for every object that came without a checksum of its own. */
export function crc64nvme(): { update(chunk: Uint8Array): void; value(): bigint } {
  let [high, low] = [-1, -1];
  return {
    update(chunk) {
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
      const whole = chunk.length & ~7;
      let [h, l] = [high, low];
      for (let at = 0; at < whole; at += 8) {
        const first = l ^ view.getInt32(at, true);
        const second = h ^ view.getInt32(at + 4, true);
        l = ofEight(nvmeLow, first, second);
        h = ofEight(nvmeHigh, first, second);
      }
      for (let at = whole; at < chunk.length; at += 1) {
        const index = (l ^ (chunk[at] as number)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (nvmeLow[index] as number);
        h = (h >>> 8) ^ (nvmeHigh[index] as number);
      }
      [high, low] = [h, l];
    },
    value: () => (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0),
  };
}
