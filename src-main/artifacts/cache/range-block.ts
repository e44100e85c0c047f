/** Objects are cut into blocks of this many bytes; a block may be known in part. */
export const BLOCK_BYTES = 256 * 1024;

const HEAD_BYTES = 4;

/** What is known of a block: the bytes from `start` of it on, without a gap. */
export interface KnownPart {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Blocks that a range touches, with the part of each, in order. */
export function partsOf(from: number, length: number): { block: number; start: number; end: number }[] {
  const parts: { block: number; start: number; end: number }[] = [];
  for (let at = from; at < from + length;) {
    const block = Math.floor(at / BLOCK_BYTES);
    const start = at - block * BLOCK_BYTES;
    const end = Math.min(BLOCK_BYTES, from + length - block * BLOCK_BYTES);
    parts.push({ block, start, end });
    at = block * BLOCK_BYTES + end;
  }
  return parts;
}

/** The part as it is sealed: its start (4 bytes, big endian) and its bytes. */
export function packed({ start, bytes }: KnownPart): Uint8Array {
  const whole = Buffer.alloc(HEAD_BYTES + bytes.length);
  whole.writeUInt32BE(start);
  whole.set(bytes, HEAD_BYTES);
  return whole;
}

/** Null for bytes that are no part. */
export function unpacked(whole: Uint8Array): KnownPart | null {
  if (whole.length < HEAD_BYTES) return null;
  const start = new DataView(whole.buffer, whole.byteOffset).getUint32(0);
  const bytes = whole.subarray(HEAD_BYTES);
  return start + bytes.length <= BLOCK_BYTES ? { start, bytes } : null;
}

/** Whether a part has all of `[start, end)`. */
export function covers(part: KnownPart, start: number, end: number): boolean {
  return part.start <= start && end <= part.start + part.bytes.length;
}

/** Both parts as one where they touch; else the newer one alone. */
export function united(known: KnownPart | null, added: KnownPart): KnownPart {
  if (!known) return added;
  const addedEnd = added.start + added.bytes.length;
  const knownEnd = known.start + known.bytes.length;
  if (added.start > knownEnd || known.start > addedEnd) return added;
  const start = Math.min(known.start, added.start);
  const bytes = Buffer.alloc(Math.max(knownEnd, addedEnd) - start);
  bytes.set(known.bytes, known.start - start);
  bytes.set(added.bytes, added.start - start);
  return { start, bytes };
}
