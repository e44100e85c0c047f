import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import { S3Error } from './s3-error.ts';

/** A body freed of its chunk frames, with the trailing headers in lower case. */
export interface DecodedBody {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

/** One frame of a body: its bytes and, where it was signed, its signature in hex. */
export interface AwsChunk {
  readonly bytes: Buffer;
  readonly signature: string | null;
}

const lineEnd = Buffer.from('\r\n');
const longestHead = 1024;

/** Whether a request's body comes in frames. */
export function isAwsChunked(wire: WireRequest): boolean {
  const isStreaming = (header(wire, 'x-amz-content-sha256') ?? '').startsWith('STREAMING-');
  return isStreaming || /(^|[\s,])aws-chunked([\s,]|$)/.test(header(wire, 'content-encoding') ?? '');
}

/**
 * Decodes `aws-chunked` bodies, signed (`size;chunk-signature=…`) or not, with or without trailers. Chunk
 * signatures are not looked at. Refuses a body that ends early with IncompleteBody.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(framed: Buffer, decodedLength: number | null): DecodedBody {
  const { chunks, trailer } = splitAwsChunks(framed);
  const body = Buffer.concat(chunks.map(({ bytes }) => bytes));
  if (decodedLength !== null && decodedLength !== body.length) throw incomplete();
  return { body, trailers: readTrailers(trailer) };
}

/**
 * Takes a body apart into its frames, the empty last one included, and what follows them. Throws S3Error
 * IncompleteBody.
 */
export function splitAwsChunks(framed: Buffer): { chunks: AwsChunk[]; trailer: Buffer } {
  const chunks: AwsChunk[] = [];
  for (let at = 0; ;) {
    const head = readLine(framed, at);
    const [, digits, signature] = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]*))?$/i.exec(head) ?? [];
    if (digits === undefined) throw incomplete();
    const size = parseInt(digits, 16);
    const start = at + head.length + 2;
    const end = start + size;
    if (end > framed.length) throw incomplete();
    chunks.push({ bytes: framed.subarray(start, end), signature: signature ?? null });
    if (size === 0) return { chunks, trailer: framed.subarray(start) };
    if (framed.indexOf(lineEnd, end) !== end) throw incomplete();
    at = end + 2;
  }
}

function readLine(framed: Buffer, from: number): string {
  const end = framed.subarray(from, from + longestHead).indexOf(lineEnd);
  if (end < 0) throw incomplete();
  return framed.toString('latin1', from, from + end);
}

function readTrailers(rest: Buffer): Record<string, string> {
  const lines = rest
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function incomplete(): S3Error {
  const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header';
  return new S3Error(400, 'IncompleteBody', message);
}
