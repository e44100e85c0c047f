import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme } from './crc.ts';

/** S3's checksum algorithms, in lower case as in header names, in the order of its documents. */
export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

/** One of S3's checksum algorithms. */
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** The checksum of a part: always over its bytes. */
export interface PartChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
}

/**
 * The checksum of an object. A composite one covers the checksums of the parts and ends in `-` and their count.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export interface Checksum extends PartChecksum {
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

const digestOf: Readonly<Record<ChecksumAlgorithm, (pieces: readonly Buffer[]) => Buffer>> = {
  crc32: (pieces) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(pieces.reduce((crc, bytes) => crc32(bytes, crc), 0));
    return digest;
  },
  crc32c,
  crc64nvme,
  sha1: (pieces) => hashOf('sha1', pieces),
  sha256: (pieces) => hashOf('sha256', pieces),
};

/** The checksum over bytes in one or several pieces. */
export function checksumOf(algorithm: ChecksumAlgorithm, ...pieces: readonly Buffer[]): Checksum {
  return { algorithm, value: digestOf[algorithm](pieces).toString('base64'), type: 'FULL_OBJECT' };
}

/** The checksum over the checksums of parts. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, partValues: readonly string[]): Checksum {
  const digests = Buffer.concat(partValues.map((value) => Buffer.from(value, 'base64')));
  const { value } = checksumOf(algorithm, digests);
  return { algorithm, value: `${value}-${partValues.length}`, type: 'COMPOSITE' };
}

/** The algorithm a client names, in any case; undefined where there is none of that name. */
export function checksumAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm === name?.toLowerCase());
}

/** How many bytes a checksum of the algorithm has. */
export function checksumBytes(algorithm: ChecksumAlgorithm): number {
  return { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 }[algorithm];
}

/** The element of a document that carries a checksum: `ChecksumCRC32C`. */
export function checksumElement(checksum: PartChecksum | null): Record<string, string> {
  return checksum === null ? {} : { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value };
}

/** The headers that carry a checksum. */
export function checksumHeaders(checksum: PartChecksum | Checksum | null): Record<string, string> {
  if (checksum === null) return {};
  const value = { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value };
  return 'type' in checksum ? { ...value, 'x-amz-checksum-type': checksum.type } : value;
}

function hashOf(name: 'sha1' | 'sha256', pieces: readonly Buffer[]): Buffer {
  const hash = createHash(name);
  for (const bytes of pieces) hash.update(bytes);
  return hash.digest();
}
