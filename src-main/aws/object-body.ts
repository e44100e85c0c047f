import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectPlace } from '#shared/domain/artifact.ts';
import { readS3Failure } from './s3-failure.ts';
import { createPatience } from './s3-patience.ts';
import type { BucketSender } from './s3-regions.ts';

/** What a read of an object goes through, and what it costs. */
export interface BodySource {
  readonly sender: BucketSender;
  readonly place: ObjectPlace;
  /** Without quotes. Every request names it, so that bytes of two contents are never put together. */
  readonly etag: string;
  /** S3 may be silent for this long, before its headers and in the middle of a body. */
  readonly silenceMs: number;
  onRequest(): void;
  onBytes(count: number): void;
}

/** Connections that break without a byte in between, after which the read is given up. */
const TRIES_WITHOUT_PROGRESS = 3;

const isRefusal = (thrown: unknown): boolean => {
  const status = readS3Failure(thrown)?.status ?? 0;
  return status >= 400 && status < 500;
};

/** GetObject's answer with its body as chunks. The caller ends `body` by leaving its loop. */
export async function sendGet(
  sender: BucketSender,
  place: ObjectPlace,
  more: { range: string; etag?: string; checksums?: boolean },
  signal: AbortSignal,
): Promise<{ answer: GetObjectCommandOutput; body: AsyncIterable<Uint8Array> & { destroy(): void } }> {
  const { region, bucket, key, versionId } = place;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    Range: more.range,
    ...(versionId === null ? {} : { VersionId: versionId }),
    ...(more.etag === undefined ? {} : { IfMatch: `"${more.etag}"` }),
    ...(more.checksums ? { ChecksumMode: 'ENABLED' as const } : {}),
  });
  const answer = await sender.send(bucket, region, (client) => client.send(command, { abortSignal: signal }));
  if (!answer.Body) throw new Error('S3 answered without the object');
  return { answer, body: answer.Body as AsyncIterable<Uint8Array> & { destroy(): void } };
}

/**
 * The bytes `[from, to)` in chunks. A connection that breaks, or stands still, is taken up again at the byte it came to, with
 * the same ETag. Throws what the SDK throws: 412 where the object was replaced meanwhile.
 */
export async function* bodyBetween(
  source: BodySource,
  from: number,
  to: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  let at = from;
  let inVain = 0;
  while (at < to) {
    const patience = createPatience(source.silenceMs, signal);
    const before = at;
    let opened: (AsyncIterable<Uint8Array> & { destroy(): void }) | null = null;
    try {
      source.onRequest();
      const range = `bytes=${at}-${to - 1}`;
      const { body } = await sendGet(
        source.sender,
        source.place,
        { range, etag: source.etag },
        patience.signal,
      );
      opened = body;
      patience.signal.addEventListener('abort', () => body.destroy(), { once: true });
      for await (const chunk of body) {
        patience.heard();
        // An answer longer than what was asked for is no reason to hand out more.
        const own = chunk.byteLength > to - at ? chunk.subarray(0, to - at) : chunk;
        at += own.byteLength;
        source.onBytes(own.byteLength);
        patience.rest();
        yield own;
        if (at >= to) return;
        patience.heard();
      }
      if (at < to) throw new Error(`the connection ended ${to - at} bytes early`);
    } catch (thrown) {
      if (signal?.aborted || isRefusal(thrown)) throw thrown;
      inVain = at > before ? 0 : inVain + 1;
      if (inVain >= TRIES_WITHOUT_PROGRESS) throw thrown;
    } finally {
      patience.end();
      opened?.destroy();
    }
  }
}
