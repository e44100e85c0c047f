// Eight tables, so that eight bytes are taken in one step: table n is a byte followed by n zero bytes. A CRC-64 has
// them in halves, as JavaScript's bitwise operators end at 32 bits.
const castagnoli = tables(0x82f63b78n);
const nvme = tables(0x9a6c9329ac4bc9b5n);

/** CRC-32C of bytes in several pieces, as four bytes, big-endian. Check value of `123456789`: e3069283. */
export function crc32c(pieces: readonly Buffer[]): Buffer {
  const { low: table } = castagnoli;
  let crc = -1;
  for (const bytes of pieces) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const whole = bytes.length - (bytes.length % 8);
    for (let at = 0; at < whole; at += 8) {
      crc = eightBytes(table, crc ^ view.getInt32(at, true), view.getInt32(at + 4, true));
    }
    for (let at = whole; at < bytes.length; at += 1) {
      crc = (crc >>> 8) ^ (table[(crc ^ view.getUint8(at)) & 0xff] ?? 0);
    }
  }
  const result = Buffer.alloc(4);
  result.writeInt32BE(~crc);
  return result;
}

/** CRC-64/NVME of bytes in several pieces, as eight bytes, big-endian. Check value of `123456789`: ae8b14860a799888. */
export function crc64nvme(pieces: readonly Buffer[]): Buffer {
  let [high, low] = [-1, -1];
  for (const bytes of pieces) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const whole = bytes.length - (bytes.length % 8);
    for (let at = 0; at < whole; at += 8) {
      const first = low ^ view.getInt32(at, true);
      const second = high ^ view.getInt32(at + 4, true);
      low = eightBytes(nvme.low, first, second);
      high = eightBytes(nvme.high, first, second);
    }
    for (let at = whole; at < bytes.length; at += 1) {
      const index = (low ^ view.getUint8(at)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (nvme.low[index] ?? 0);
      high = (high >>> 8) ^ (nvme.high[index] ?? 0);
    }
  }
  const result = Buffer.alloc(8);
  result.writeInt32BE(~high, 0);
  result.writeInt32BE(~low, 4);
  return result;
}

function eightBytes(table: Int32Array, first: number, second: number): number {
  return (
    (table[1792 + (first & 0xff)] ?? 0) ^
    (table[1536 + ((first >>> 8) & 0xff)] ?? 0) ^
    (table[1280 + ((first >>> 16) & 0xff)] ?? 0) ^
    (table[1024 + (first >>> 24)] ?? 0) ^
    (table[768 + (second & 0xff)] ?? 0) ^
    (table[512 + ((second >>> 8) & 0xff)] ?? 0) ^
    (table[256 + ((second >>> 16) & 0xff)] ?? 0) ^
    (table[second >>> 24] ?? 0)
  );
}

function tables(polynomial: bigint): { high: Int32Array; low: Int32Array } {
  const [high, low] = [new Int32Array(2048), new Int32Array(2048)];
  const before: bigint[] = [];
  for (let at = 0; at < 2048; at += 1) {
    const shorter = before[at - 256];
    const crc =
      shorter === undefined
        ? byteThrough(BigInt(at), polynomial)
        : (shorter >> 8n) ^ byteThrough(shorter & 0xffn, polynomial);
    before.push(crc);
    high[at] = Number(BigInt.asIntN(32, crc >> 32n));
    low[at] = Number(BigInt.asIntN(32, crc));
  }
  return { high, low };
}

function byteThrough(byte: bigint, polynomial: bigint): bigint {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  return crc;
}
