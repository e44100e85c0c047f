import { isAscii, isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { NameEncoding } from '#shared/domain/artifact.ts';
import { fromCodePage437 } from './code-page-437.ts';
import { EXTRA } from './extra-fields.ts';

const utf8Flag = 0x0800;

/** A name as decoded. */
export interface DecodedName {
  readonly text: string;
  readonly encoding: NameEncoding;
}

/**
 * Decodes a name of a zip: as UTF-8 where the flag or Info-ZIP's part says so, and where it is UTF-8 without saying so
 * (macOS and many libraries); else as code page 437.
 */
export function zipName(raw: Buffer, flags: number, fields: ReadonlyMap<number, Buffer>): DecodedName {
  if (isAscii(raw)) return { text: raw.toString('latin1'), encoding: 'ascii' };
  const unicode = fields.get(EXTRA.unicodePath);
  // Version 1, and made for this very name: a tool that renames may have left an old one behind.
  if (unicode && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(raw)) {
    const text = unicode.subarray(5);
    if (isUtf8(text)) return { text: text.toString('utf8'), encoding: 'unicode-path' };
  }
  const isMarked = (flags & utf8Flag) !== 0;
  if (isUtf8(raw))
    return { text: raw.toString('utf8'), encoding: isMarked ? 'utf-8-flag' : 'utf-8-unmarked' };
  return { text: fromCodePage437(raw), encoding: isMarked ? 'undecodable' : 'cp437' };
}

/** A comment: there is no flag for that of an archive. */
export function zipComment(raw: Buffer): string | null {
  if (raw.length === 0) return null;
  return isUtf8(raw) ? raw.toString('utf8') : fromCodePage437(raw);
}
