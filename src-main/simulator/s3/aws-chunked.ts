import { S3Error } from './s3-error.ts';

/** A body freed of its chunk frames, with the trailing headers in lower case. */
export interface DecodedBody {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

const lineEnd = Buffer.from('\r\n');

/**
 * Decodes `aws-chunked` bodies, signed (`size;chunk-signature=…`) or not, with or without trailers. Chunk
 * signatures are not looked at. Refuses a body that ends early with IncompleteBody.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(framed: Buffer, decodedLength: number | null): DecodedBody {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const head = readLine(framed, at);
    const size = parseInt(/^[0-9a-f]+/i.exec(head)?.[0] ?? '', 16);
    if (Number.isNaN(size)) throw incomplete();
    at += Buffer.byteLength(head, 'latin1') + 2;
    if (size === 0) break;
    if (at + size > framed.length) throw incomplete();
    chunks.push(framed.subarray(at, at + size));
    at += size + 2;
  }
  const body = Buffer.concat(chunks);
  if (decodedLength !== null && decodedLength !== body.length) throw incomplete();
  return { body, trailers: readTrailers(framed.subarray(at)) };
}

function readLine(framed: Buffer, from: number): string {
  const end = framed.indexOf(lineEnd, from);
  if (end < 0) throw incomplete();
  return framed.toString('latin1', from, end);
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
  return new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly');
}
