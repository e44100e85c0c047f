import type { IncomingMessage } from 'node:http';
import { errorReply, isJsonRequest } from './codepipeline/json-protocol.ts';
import { s3ErrorReply } from './s3/rest-protocol.ts';
import { S3Error } from './s3/s3-error.ts';
import { jsonReply } from './wire.ts';
import type { WireReply, WireRequest } from './wire.ts';
import type { Entropy } from './world/entropy.ts';

/** The largest body of a CodePipeline call, of the backend and of the control interface, in bytes. */
export const jsonBodyLimit = 1_048_576;

/** The largest object that S3 takes in one piece: 5 GiB. */
export const s3BodyLimit = 5_368_709_120;

/** How much of a body is read, and the answer to one that is longer. */
export interface BodyLimit {
  readonly bytes: number;
  refuse(): WireReply;
}

/**
 * The limit for a request whose body has not been read. Of S3's bodies no more than `memoryBytes` is taken: a
 * body is held in memory whole.
 */
export function bodyLimit(head: WireRequest, memoryBytes: number, entropy: Entropy): BodyLimit {
  if (head.path.startsWith('/_simulator/') || head.path.startsWith('/_backend/')) {
    const message = `The body is longer than ${jsonBodyLimit} bytes`;
    return { bytes: jsonBodyLimit, refuse: () => jsonReply(413, { message }) };
  }
  if (isJsonRequest(head)) {
    const message = `The request body is longer than ${jsonBodyLimit} bytes`;
    return {
      bytes: jsonBodyLimit,
      refuse: () => errorReply('RequestEntityTooLargeException', message, entropy),
    };
  }
  const bytes = Math.min(s3BodyLimit, memoryBytes);
  return {
    bytes,
    refuse: () => {
      const message = 'Your proposed upload exceeds the maximum allowed size';
      const details = { MaxSizeAllowed: String(bytes) };
      return s3ErrorReply(head, new S3Error(400, 'EntityTooLarge', message, {}, details), entropy);
    },
  };
}

/** Reads a body. Null as soon as it is known to be longer than `limit` bytes. Rejects for a sender who goes. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (declaredLength(incoming) > limit) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      incoming.off('data', take);
      resolve(null);
    };
    incoming.on('data', take);
    incoming.once('end', () => {
      // Small bodies come in one piece as a rule.
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    incoming.once('error', reject);
    incoming.once('close', () => {
      if (!incoming.complete) reject(new Error('The client went away'));
    });
  });
}

/**
 * Reads and forgets what still comes of a body that was refused, so that its sender gets to read the answer. Cuts
 * the connection of one who sends more than 64 MiB even so.
 */
export function discardRest(incoming: IncomingMessage): void {
  let left = 67_108_864;
  incoming.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) incoming.destroy();
  });
  incoming.resume();
}

/** What `content-length` says; 0 where it says nothing. */
function declaredLength(incoming: IncomingMessage): number {
  return Number(incoming.headers['content-length'] ?? 0);
}
