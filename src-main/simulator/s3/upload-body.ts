import { createHash } from 'node:crypto';
import { header } from '../wire.ts';
import { decodeAwsChunked, isAwsChunked } from './aws-chunked.ts';
import { checksumAlgorithm, checksumBytes, checksumOf } from './checksums.ts';
import type { ChecksumAlgorithm, PartChecksum } from './checksums.ts';
import { S3Error, invalidRequest } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** The bytes a client meant to store, with the checksum it gave. */
export interface UploadBody {
  readonly body: Buffer;
  readonly checksum: PartChecksum | null;
}

/** Unframes an upload and checks what it promises about its bytes. Throws BadDigest where they are others. */
export function readUploadBody({ wire }: Pick<S3Request, 'wire'>): UploadBody {
  const length = header(wire, 'x-amz-decoded-content-length');
  const { body, trailers } = isAwsChunked(wire)
    ? decodeAwsChunked(wire.body, length === undefined ? null : Number(length))
    : { body: wire.body, trailers: {} };
  checkTrailer(header(wire, 'x-amz-trailer'), trailers);
  checkMd5(body, header(wire, 'content-md5'));
  const checksum = promisedChecksum({ ...wire.headers, ...trailers });
  const algorithm = header(wire, 'x-amz-sdk-checksum-algorithm');
  if (algorithm !== undefined && checksum === null) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (checksum && checksumOf(checksum.algorithm, body).value !== checksum.value) {
    throw badDigest(checksum.algorithm.toUpperCase());
  }
  return { body, checksum };
}

/** The one checksum that headers promise, not yet compared with any bytes. */
export function promisedChecksum(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): PartChecksum | null {
  const promised: PartChecksum[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = checksumAlgorithm(/^x-amz-checksum-(.+)$/.exec(name)?.[1]);
    if (algorithm === undefined) continue;
    if (typeof value !== 'string' || !isChecksum(algorithm, value)) {
      throw invalidRequest(`Value for ${name} header is invalid.`);
    }
    promised.push({ algorithm, value });
  }
  if (promised.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return promised[0] ?? null;
}

/** The bytes are not those that the client promised. */
export function badDigest(checksum: string): S3Error {
  return new S3Error(
    400,
    'BadDigest',
    `The ${checksum} you specified did not match the calculated checksum.`,
  );
}

// A composite checksum, as CompleteMultipartUpload may promise it, ends in the count of the parts.
function isChecksum(algorithm: ChecksumAlgorithm, value: string): boolean {
  const [, base64 = ''] = /^([A-Za-z0-9+/]+=*)(?:-\d{1,5})?$/.exec(value) ?? [];
  return Buffer.from(base64, 'base64').length === checksumBytes(algorithm);
}

function checkTrailer(announced: string | undefined, trailers: Readonly<Record<string, string>>): void {
  if (announced === undefined || Object.hasOwn(trailers, announced.trim().toLowerCase())) return;
  const message =
    'The request contained trailing data that was not well-formed or did not conform to our published schema.';
  throw new S3Error(400, 'MalformedTrailerError', message);
}

function checkMd5(body: Buffer, given: string | undefined): void {
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16) {
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (createHash('md5').update(body).digest('base64') === given) return;
  throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
}
