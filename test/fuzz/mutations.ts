/** Numbers from 0 to below 1, the same for the same seed. Mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const below = (random: Random, limit: number) => Math.floor(random() * limit);

/** Numbers that lengths, counts and offsets are broken with. */
const lies = [0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function flipBits(bytes: Buffer, random: Random): Buffer {
  for (let left = 1 + below(random, 8); left > 0; left -= 1) {
    const at = below(random, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  }
  return bytes;
}

function truncate(bytes: Buffer, random: Random): Buffer {
  const at = below(random, bytes.length);
  return random() < 0.8 ? bytes.subarray(0, at) : bytes.subarray(at);
}

function splice(bytes: Buffer, random: Random, other: Buffer): Buffer {
  const from = below(random, other.length);
  const part = other.subarray(from, from + 1 + below(random, 600));
  const at = below(random, bytes.length);
  const cut = random() < 0.5 ? part.length : 0;
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at + cut)]);
}

/** Where the records of a zip begin, so that lies hit fields and not only packed data. */
function records(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf('PK'); at >= 0; at = bytes.indexOf('PK', at + 2)) found.push(at);
  return found;
}

function lie(bytes: Buffer, random: Random): Buffer {
  const places = records(bytes);
  const near = places.length > 0 && random() < 0.9 ? (places[below(random, places.length)] ?? 0) : 0;
  const at = Math.min(bytes.length, near + below(random, near === 0 ? bytes.length : 50));
  const value = random() < 0.7 ? (lies[below(random, lies.length)] ?? 0) : below(random, 2 ** 32);
  if (at + 4 > bytes.length) return bytes;
  if (random() < 0.5) bytes.writeUInt16LE(value & 0xffff, at);
  else bytes.writeUInt32LE(value, at);
  return bytes;
}

function fill(bytes: Buffer, random: Random): Buffer {
  const at = below(random, bytes.length);
  return bytes.fill(
    [0, 0xff, 0x50, 0x30][below(random, 4)] ?? 0,
    at,
    Math.min(bytes.length, at + 1 + below(random, 64)),
  );
}

/** A copy of these bytes with one to four things broken: bits, length, parts of another one, told numbers. */
export function mutated(original: Buffer, other: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let left = 1 + below(random, 4); left > 0 && bytes.length > 0; left -= 1) {
    const way = [flipBits, truncate, splice, lie, lie, lie, fill][below(random, 7)] ?? flipBits;
    bytes = way(bytes, random, other);
  }
  return bytes;
}

/** A tar whose headers' checksums were made right again, so that what is broken behind them is reached. */
export function withTarChecksums(tar: Buffer): Buffer {
  const bytes = Buffer.from(tar);
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (block.toString('latin1', 257, 262) !== 'ustar') continue;
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  }
  return bytes;
}
