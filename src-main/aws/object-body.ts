import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectPlace } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { bareEtag } from './object-facts.ts';
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
export const TRIES_WITHOUT_PROGRESS = 3;

const isRefusal = (thrown: unknown): boolean => {
  if (thrown instanceof ActionDeskError) return !thrown.retryable;
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
 * Something between us and S3 (a proxy, a cache) may leave the range or the condition aside. Bytes of another place or of another
 * content are not taken for those that were asked for.
 */
function checkAnswer(answer: GetObjectCommandOutput, source: BodySource, from: number, to: number): void {
  const { place, etag } = source;
  const what = `s3://${place.bucket}/${place.key}`;
  if (answer.ETag !== undefined && bareEtag(answer.ETag) !== etag) {
    const sentence = `${what} was replaced meanwhile: what was read before does not fit what is there now.`;
    throw new ActionDeskError('not-allowed-now', sentence);
  }
  const told = /^bytes (\d+)-(\d+)\//.exec(answer.ContentRange ?? '');
  // An answer from the beginning that is told to be no part has the wanted bytes in front.
  if (!told && from === 0) return;
  if (told && Number(told[1]) === from && Number(told[2]) <= to - 1) return;
  const came = told ? `the bytes ${told[1]} to ${told[2]}` : 'the whole of it';
  const sentence = `${what}: the bytes ${from} to ${to - 1} were asked for, and ${came} came: something on the way to S3 changes its answers.`;
  throw new ActionDeskError('unreachable', sentence, { retryable: true });
}

/** S3 had begun to answer: what Node says of a connection that ends then (`aborted`) tells people nothing. */
export function brokenOff({ bucket, key }: ObjectPlace, thrown: unknown): ActionDeskError {
  const sentence = `s3://${bucket}/${key}: the connection broke off in the middle of the answer ${TRIES_WITHOUT_PROGRESS} times in a row.`;
  return new ActionDeskError('unreachable', sentence, { retryable: true, cause: thrown });
}

/**
 * The bytes `[from, to)` in chunks. A connection that breaks, or stands still, is taken up again at the byte it came to, with
 * the same ETag. Throws what the SDK throws (412 where the object was replaced meanwhile), and ActionDeskError for an answer that
 * is not what was asked for.
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
      const asked = { range, etag: source.etag };
      const { answer, body } = await sendGet(source.sender, source.place, asked, patience.signal);
      opened = body;
      checkAnswer(answer, source, at, to);
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
      if (inVain < TRIES_WITHOUT_PROGRESS) continue;
      throw opened && !(thrown instanceof ActionDeskError) ? brokenOff(source.place, thrown) : thrown;
    } finally {
      patience.end();
      opened?.destroy();
    }
  }
}
