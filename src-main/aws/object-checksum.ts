import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ObjectFacts } from '#shared/domain/artifact.ts';
import { checkByParts, partsCheckOf, type PartLength } from './parts-checksum.ts';
import { CRC_KINDS, crcText, joinCrcs, type CrcKind, type CrcPiece } from './object-crc.ts';

/** How content was found to be the object's: `verified` false where S3 has nothing to check it against. */
export interface Checked {
  readonly fits: boolean;
  readonly verified: boolean;
  readonly sentence: string;
}

/** Checks against a CRC, part by part, in whatever order the parts come. */
export interface CrcCheck {
  readonly kind: CrcKind;
  /** @param pieces all parts of the object, in its order. */
  checked(pieces: readonly CrcPiece[]): Checked;
}

/** The checksum S3 keeps of the whole object. Those of kind COMPOSITE are made of the parts' checksums: `partsCheckOf`. */
function wholeChecksum(facts: ObjectFacts, algorithm: string): string | null {
  const found = facts.checksums.find((one) => one.algorithm === algorithm && one.type !== 'COMPOSITE');
  return found && !found.value.includes('-') ? found.value : null;
}

/** Null where S3 keeps no CRC of the whole object: then `checkFile` may know better. */
export function crcCheckOf(facts: ObjectFacts): CrcCheck | null {
  for (const kind of CRC_KINDS) {
    const expected = wholeChecksum(facts, kind.name);
    if (expected === null) continue;
    return {
      kind,
      checked: (pieces) => verdict(`S3's ${kind.name}`, crcText(kind, joinCrcs(kind, pieces)) === expected),
    };
  }
  return null;
}

/** What only the whole content in its order can be checked against. */
interface HashCheck {
  readonly name: string;
  readonly expected: string;
  readonly algorithm: 'md5' | 'sha1' | 'sha256';
  /** S3's spelling. */
  readonly encoding: 'hex' | 'base64';
}

/**
 * An ETag is the MD5 of the content for objects that came in one piece and are not encrypted with KMS.
 * Source: "Checking object integrity" and "Object" (ETag) in the Amazon S3 documentation.
 */
function hashCheckOf(facts: ObjectFacts): HashCheck | null {
  for (const algorithm of ['sha256', 'sha1'] as const) {
    const expected = wholeChecksum(facts, algorithm.toUpperCase());
    if (expected !== null)
      return { name: `S3's ${algorithm.toUpperCase()}`, expected, algorithm, encoding: 'base64' };
  }
  const isMd5 = /^[0-9a-f]{32}$/.test(facts.etag) && (facts.encryption ?? 'AES256') === 'AES256';
  return isMd5
    ? {
        ...{ name: 'the ETag, which is the MD5 here', expected: facts.etag },
        ...{ algorithm: 'md5', encoding: 'hex' },
      }
    : null;
}

/**
 * Reads the file and compares it with what S3 keeps for the object: a hash of the whole, or one made of those of its parts.
 * Throws the signal's reason, and what S3 answers where it may answer better another time.
 */
export async function checkFile(
  file: string,
  facts: ObjectFacts,
  lengthOf: PartLength,
  signal?: AbortSignal,
): Promise<Checked> {
  const check = hashCheckOf(facts);
  const byParts = check ? null : partsCheckOf(facts);
  if (byParts) return checkByParts(byParts, { file, size: facts.size }, lengthOf, signal);
  if (!check) {
    const sentence = 'The size fits; S3 keeps no checksum of the whole object to check the content against.';
    return { fits: true, verified: false, sentence };
  }
  const hash = createHash(check.algorithm);
  for await (const chunk of readFrom(file, 0, Infinity, signal)) hash.update(chunk as Buffer);
  return verdict(check.name, hash.digest(check.encoding) === check.expected);
}

/** The CRC of `bytes` of a file, from `from` on. Throws Node's errors of the file system. */
export async function crcOfFile(
  kind: CrcKind,
  file: string,
  { from, bytes }: { from: number; bytes: number },
  signal: AbortSignal,
): Promise<CrcPiece> {
  const running = kind.begin();
  for await (const chunk of readFrom(file, from, from + bytes - 1, signal)) running.update(chunk as Buffer);
  return { value: running.value(), bytes };
}

const readFrom = (file: string, start: number, end: number, signal?: AbortSignal) =>
  createReadStream(file, { ...{ start, end, highWaterMark: 1024 * 1024 }, ...(signal && { signal }) });

function verdict(name: string, fits: boolean): Checked {
  const sentence = fits
    ? `Checked against ${name}.`
    : `The content does not fit ${name}: it was damaged on its way.`;
  return { fits, verified: true, sentence };
}
