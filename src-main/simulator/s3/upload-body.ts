import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { header } from '../wire.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** The bytes a client meant to store, with the checksums it gave (base64, by algorithm). */
export interface UploadBody {
  readonly body: Buffer;
  readonly checksums: Readonly<Record<string, string>>;
}

const digestOf: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
  },
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

/** Unframes an upload and checks what it promises. CRC32C and CRC64NVME are kept and not checked. */
export function readUploadBody({ wire }: S3Request): UploadBody {
  const length = header(wire, 'x-amz-decoded-content-length');
  const { body, trailers } = isChunked(header(wire, 'x-amz-content-sha256'), header(wire, 'content-encoding'))
    ? decodeAwsChunked(wire.body, length === undefined ? null : Number(length))
    : { body: wire.body, trailers: {} };
  checkMd5(body, header(wire, 'content-md5'));
  const promised = Object.entries({ ...wire.headers, ...trailers }).flatMap(([name, value]) => {
    const algorithm = /^x-amz-checksum-(crc32c?|crc64nvme|sha1|sha256)$/.exec(name)?.[1];
    return algorithm !== undefined && typeof value === 'string' ? [[algorithm, value] as const] : [];
  });
  for (const [algorithm, value] of promised) {
    const digest = digestOf[algorithm];
    if (!digest || digest(body) === value) continue;
    const message = `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`;
    throw new S3Error(400, 'BadDigest', message);
  }
  return { body, checksums: Object.fromEntries(promised) };
}

/** What an upload says about its object and GET gives back: content headers, user metadata, encryption. */
export function objectHeaders({ wire }: S3Request): Record<string, string> {
  const kept = /^(content-type|content-disposition|content-language|cache-control|expires|x-amz-meta-.+)$/;
  const encryption = /^x-amz-server-side-encryption(-aws-kms-key-id|-bucket-key-enabled)?$/;
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(wire.headers)) {
    if (typeof value === 'string' && (kept.test(name) || encryption.test(name))) headers[name] = value;
  }
  const encoding = (header(wire, 'content-encoding') ?? '').replace(/\s*aws-chunked\s*,?\s*/, '');
  return encoding === '' ? headers : { ...headers, 'content-encoding': encoding };
}

/** Of an object's headers those that also belong in the answer to an upload. */
export function encryptionHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption'));
  return Object.fromEntries(kept);
}

/** Checksums as headers. */
export function checksumHeaders(checksums: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]),
  );
}

function isChunked(contentHash = '', encoding = ''): boolean {
  return contentHash.startsWith('STREAMING-') || /\baws-chunked\b/.test(encoding);
}

function checkMd5(body: Buffer, given: string | undefined): void {
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16) {
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  if (createHash('md5').update(body).digest('base64') === given) return;
  throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
}
