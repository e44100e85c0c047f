import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectFacts, ObjectPlace } from '#shared/domain/artifact.ts';
import { brokenOff, sendGet, TRIES_WITHOUT_PROGRESS } from './object-body.ts';
import { factsOf, firstOf } from './object-facts.ts';
import type { Asked } from './s3-asking.ts';
import type { S3Door } from './s3-door.ts';
import { readS3Failure } from './s3-failure.ts';
import { createPatience, type Patience } from './s3-patience.ts';
import { toRefused } from './s3-problem.ts';
import type { BucketSender } from './s3-regions.ts';

/** What reading this object is, for a refusal: the permission depends on whether a version was named. */
export const objectAsked = (place: ObjectPlace): Asked => ({
  action: place.versionId === null ? 's3:GetObject' : 's3:GetObjectVersion',
  bucket: place.bucket,
  key: place.key,
  versionId: place.versionId,
});

/** One part of an object that came in parts, by a HEAD. */
export interface PartFacts {
  readonly bytes: number;
  /** How many parts the object came in. */
  readonly parts: number;
}

/** The first words with an object. Both throw what the SDK throws but for `readTail`, which throws ArtifactRefused. */
export interface ObjectOpening {
  /** One HEAD: the facts with the checksums that S3 keeps. */
  head(place: ObjectPlace, signal: AbortSignal): Promise<ObjectFacts>;
  /** One HEAD for one part, counted from 1, of the content with that ETag. Null where S3 tells of no parts. */
  headPart(place: ObjectPlace, etag: string, part: number, signal: AbortSignal): Promise<PartFacts | null>;
  /** The facts and the last bytes with one request; an object without bytes has no range that could be asked for. */
  readTail(
    place: ObjectPlace,
    tailBytes: number,
    caller?: AbortSignal,
  ): Promise<{ facts: ObjectFacts; tail: Uint8Array }>;
}

/** Asks through the sender, which finds where the bucket lies; `door` says whose credentials and how long to wait. */
export function createObjectOpening(
  { whose, timeoutMs }: Pick<S3Door, 'whose' | 'timeoutMs'>,
  sender: BucketSender,
): ObjectOpening {
  async function head(place: ObjectPlace, withChecksums: boolean, signal: AbortSignal): Promise<ObjectFacts> {
    const command = new HeadObjectCommand({
      Bucket: place.bucket,
      Key: place.key,
      ...(place.versionId === null ? {} : { VersionId: place.versionId }),
      ...(withChecksums ? { ChecksumMode: 'ENABLED' as const } : {}),
    });
    const send = { abortSignal: signal };
    return factsOf(
      await sender.send(place.bucket, place.region, (client) => client.send(command, send), true),
    );
  }

  /** A HEAD is allowed where only decryption is refused, and names the key. */
  async function keyOfRefused(
    thrown: unknown,
    place: ObjectPlace,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (readS3Failure(thrown)?.status !== 403) return null;
    return head(place, false, signal).then(
      ({ kmsKeyId }) => kmsKeyId,
      () => null,
    );
  }

  async function readTail(place: ObjectPlace, tailBytes: number, caller?: AbortSignal) {
    const patience = createPatience(timeoutMs, caller);
    try {
      for (let tries = 1; ; tries += 1) {
        const range = `bytes=-${Math.max(1, tailBytes)}`;
        const { answer, body } = await sendGet(sender, place, { range, checksums: true }, patience.signal);
        patience.signal.addEventListener('abort', () => body.destroy(), { once: true });
        const facts = factsOf(answer);
        const from = firstOf(answer.ContentRange) ?? 0;
        // A service that leaves ranges aside sends the whole object: its end is asked for later, by its place.
        if (facts.size - from > Math.max(1, tailBytes)) {
          body.destroy();
          return { facts, tail: new Uint8Array(0) };
        }
        const tail = await gathered(body, patience).catch((thrown: unknown) => {
          patience.signal.throwIfAborted();
          if (tries >= TRIES_WITHOUT_PROGRESS) throw brokenOff(place, thrown);
          return null;
        });
        if (tail && from + tail.byteLength === facts.size) return { facts, tail };
        if (tries >= TRIES_WITHOUT_PROGRESS) throw brokenOff(place, null);
      }
    } catch (thrown) {
      if (readS3Failure(thrown)?.status === 416)
        return { facts: await head(place, true, patience.signal), tail: new Uint8Array(0) };
      throw toRefused(thrown, {
        ...objectAsked(place),
        whose,
        kmsKeyId: await keyOfRefused(thrown, place, patience.signal),
      });
    } finally {
      patience.end();
    }
  }

  return {
    head: (place, signal) => head(place, true, signal),
    readTail,
    async headPart(place, etag, part, signal) {
      const command = new HeadObjectCommand({
        ...{ Bucket: place.bucket, Key: place.key, PartNumber: part, IfMatch: `"${etag}"` },
        ...(place.versionId === null ? {} : { VersionId: place.versionId }),
      });
      const send = { abortSignal: signal };
      const { bucket, region } = place;
      const answer = await sender.send(bucket, region, (client) => client.send(command, send), true);
      if (answer.ContentLength === undefined || answer.PartsCount === undefined) return null;
      return { bytes: answer.ContentLength, parts: answer.PartsCount };
    },
  };
}

async function gathered(body: AsyncIterable<Uint8Array>, patience: Patience): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    patience.heard();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
