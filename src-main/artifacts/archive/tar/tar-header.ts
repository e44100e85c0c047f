import { isUtf8 } from 'node:buffer';

/** Everything in a tar is in blocks of this length. */
export const BLOCK = 512;

/** One header block, as it stands. Source: POSIX "ustar Interchange Format", GNU tar manual "Basic Tar Format". */
export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  /** NaN where the field is no number. */
  readonly size: number;
  readonly mtime: number;
  readonly type: string;
  readonly target: string;
  /** GNU: the real size of a sparse file, and whether blocks of its map follow. */
  readonly sparse: { readonly realSize: number; readonly more: boolean } | null;
}

/** Text of a tar: UTF-8 nowadays; older ones are in whatever the writer's system had. */
export function tarText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

export function isZeroBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

export function hasUstarMagic(block: Buffer): boolean {
  return block.length >= 262 && block.toString('latin1', 257, 262) === 'ustar';
}

/** Whether the block's own checksum is right; some old writers summed signed bytes. */
export function checksumFits(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  const told = tarNumber(block.subarray(148, 156));
  let unsigned = 8 * 32;
  let signed = 8 * 32;
  for (const [at, byte] of block.subarray(0, BLOCK).entries()) {
    if (at >= 148 && at < 156) continue;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return told === unsigned || told === signed;
}

/** A number: octal digits between spaces and zeros, or GNU's binary form. NaN for anything else, and for negative ones. */
export function tarNumber(field: Buffer): number {
  const first = field[0] ?? 0;
  if (first & 0x80) {
    if (first & 0x40) return Number.NaN;
    let value = first & 0x3f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const text = field.toString('latin1').replace(/[\0 ].*$/s, (rest) => (rest.trim() === '' ? '' : rest));
  const digits = text.replaceAll('\0', ' ').trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function text(block: Buffer, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return tarText(end < 0 ? field : field.subarray(0, end));
}

/** Reads a header block whose checksum fits. */
export function readHeader(block: Buffer): TarHeader {
  const type = String.fromCharCode(block[156] ?? 0);
  const isPosix = hasUstarMagic(block) && block[262] === 0;
  const prefix = isPosix ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: tarNumber(block.subarray(100, 108)),
    size: tarNumber(block.subarray(124, 136)),
    mtime: tarNumber(block.subarray(136, 148)),
    type,
    target: text(block, 157, 100),
    sparse: type === 'S' ? { realSize: tarNumber(block.subarray(483, 495)), more: block[482] === 1 } : null,
  };
}
