import {
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import type { BucketView, ObjectFacts, ObjectPlace } from '#shared/domain/artifact.ts';
import type { ObjectReader, RangeCache } from '../artifacts/ports.ts';
import { listEverything } from './list-everything.ts';
import { factsOf, totalOf } from './object-facts.ts';
import { sendGet } from './object-body.ts';
import { versionsOf } from './object-versions.ts';
import { createOpenObject } from './open-object.ts';
import type { S3Door } from './s3-door.ts';
import { readS3Failure, regionNamed } from './s3-failure.ts';
import { callList } from './s3-list-call.ts';
import { createPatience } from './s3-patience.ts';
import { toRefused, type ProblemContext } from './s3-problem.ts';
import { createBucketSender } from './s3-regions.ts';

/** Requests of one listing at once. S3 takes thousands a second below each prefix; one computer's reading is the bound. */
const LISTING_REQUESTS = 32;

/** What a reader is made of beside its door. */
export interface ObjectReaderOptions {
  /** Buckets that nothing is known of are looked for here first; the door's home unless given. */
  region?: string;
  /** Ranges of objects that were read before cost nothing; without it every read goes to S3. */
  cache?: RangeCache | null;
}

/** The port, and what only S3 itself tells. */
export interface S3ObjectReader extends ObjectReader {
  /** One HEAD: the object's facts with the checksums that S3 keeps. */
  facts(place: ObjectPlace, signal?: AbortSignal): Promise<ObjectFacts>;
  /** Where the bucket was found so far; null before it was asked. */
  knownRegion(bucket: string): string | null;
}

type Asked = Omit<ProblemContext, 'whose'>;

/**
 * Reads S3 through a door (`openEnvironmentS3`, `openJobS3`), in the region where each bucket lies. What is thrown is an
 * `ArtifactRefused`: an ActionDeskError with an ArtifactProblem that says whose credentials, which action and what would change
 * it. Closing the door ends it.
 */
export function createObjectReader(door: S3Door, options: ObjectReaderOptions = {}): S3ObjectReader {
  const region = options.region ?? door.homeRegion;
  const cache = options.cache ?? null;
  const sender = createBucketSender(door, region);
  const { whose, timeoutMs } = door;

  /** A question with a deadline over headers and body. */
  async function ask<T>(
    asked: Asked,
    caller: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const patience = createPatience(timeoutMs, caller);
    try {
      return await work(patience.signal);
    } catch (thrown) {
      throw toRefused(thrown, { ...asked, whose });
    } finally {
      patience.end();
    }
  }

  const objectAction = (place: ObjectPlace): Asked => ({
    action: place.versionId === null ? 's3:GetObject' : 's3:GetObjectVersion',
    bucket: place.bucket,
    key: place.key,
    versionId: place.versionId,
  });

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

  /** The tail and the facts; an object without bytes has no range that could be asked for. */
  async function readTail(place: ObjectPlace, tailBytes: number, caller?: AbortSignal) {
    const patience = createPatience(timeoutMs, caller);
    try {
      const range = `bytes=-${Math.max(1, tailBytes)}`;
      const { answer, body } = await sendGet(sender, place, { range, checksums: true }, patience.signal);
      patience.signal.addEventListener('abort', () => body.destroy(), { once: true });
      const facts = factsOf(answer);
      // A service that leaves ranges aside sends the whole object: its end is asked for later, by its place.
      if (totalOf(answer.ContentRange) === null && facts.size > tailBytes) {
        body.destroy();
        return { facts, tail: new Uint8Array(0) };
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) {
        patience.heard();
        chunks.push(chunk);
      }
      return { facts, tail: new Uint8Array(Buffer.concat(chunks)) };
    } catch (thrown) {
      if (readS3Failure(thrown)?.status === 416)
        return { facts: await head(place, true, patience.signal), tail: new Uint8Array(0) };
      throw toRefused(thrown, {
        ...objectAction(place),
        whose,
        kmsKeyId: await keyOfRefused(thrown, place, patience.signal),
      });
    } finally {
      patience.end();
    }
  }

  return {
    region,
    knownRegion: (bucket) => sender.known(bucket),

    async open(asked, tailBytes, signal) {
      const { facts, tail } = await readTail(asked, tailBytes, signal);
      const place = { ...asked, region: sender.known(asked.bucket) ?? asked.region ?? region };
      const refuse = (thrown: unknown) => toRefused(thrown, { ...objectAction(place), whose });
      return createOpenObject({ sender, place, facts, tail, silenceMs: timeoutMs, cache, refuse });
    },

    facts: (place, caller) => ask(objectAction(place), caller, (signal) => head(place, true, signal)),

    listPage: ({ bucket, prefix, delimiter, cursor, count }, caller) =>
      ask({ action: 's3:ListBucket', bucket, prefix }, caller, async (signal) => {
        const input = {
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: count,
          ...(delimiter === null ? {} : { Delimiter: delimiter }),
          ...(cursor === null ? {} : { ContinuationToken: cursor }),
        };
        const page = await sender.send(bucket, null, (client) => callList(client, input, signal));
        return { prefixes: page.prefixes, objects: page.objects, cursor: page.nextToken };
      }),

    async listAll(listing) {
      const { bucket, prefix, signal: caller } = listing;
      await listEverything({
        prefix,
        atOnce: LISTING_REQUESTS,
        signal: caller,
        onRows: (rows) => listing.onRows(rows),
        page: (after, count, token) => {
          listing.onRequest();
          return ask({ action: 's3:ListBucket', bucket, prefix }, caller, async (signal) => {
            const from = token === null ? { StartAfter: after ?? undefined } : { ContinuationToken: token };
            const input = { Bucket: bucket, Prefix: prefix, MaxKeys: count, ...from };
            const { objects, nextToken } = await sender.send(bucket, null, (client) =>
              callList(client, input, signal),
            );
            return { rows: objects, next: nextToken };
          });
        },
      });
    },

    versions: ({ bucket, key }, caller) =>
      ask({ action: 's3:ListBucketVersions', bucket, key }, caller, async (signal) => {
        const input = { Bucket: bucket, Prefix: key, MaxKeys: 1000, EncodingType: 'url' as const };
        const command = new ListObjectVersionsCommand(input);
        const answer = await sender.send(bucket, null, (client) =>
          client.send(command, { abortSignal: signal }),
        );
        return versionsOf(answer, key);
      }),

    buckets: (caller) =>
      ask({ action: 's3:ListAllMyBuckets', bucket: null }, caller, async (signal) => {
        const found: BucketView[] = [];
        let token: string | undefined;
        do {
          const input = { MaxBuckets: 1000, ...(token === undefined ? {} : { ContinuationToken: token }) };
          const answer = await door.send(region, (client) =>
            client.send(new ListBucketsCommand(input), { abortSignal: signal }),
          );
          for (const { Name, BucketRegion, CreationDate } of answer.Buckets ?? []) {
            if (!Name) continue;
            if (BucketRegion) sender.learn(Name, BucketRegion);
            found.push({
              name: Name,
              region: BucketRegion ?? null,
              createdAt: CreationDate?.getTime() ?? null,
            });
          }
          token = answer.ContinuationToken;
        } while (token);
        return found;
      }),

    regionOf: (bucket, caller) =>
      ask({ action: 's3:ListBucket', bucket }, caller, async (signal) => {
        const known = sender.known(bucket);
        if (known) return known;
        try {
          const command = new HeadBucketCommand({ Bucket: bucket });
          const answer = await sender.send(
            bucket,
            null,
            (client) => client.send(command, { abortSignal: signal }),
            true,
          );
          const named = answer.BucketRegion ?? region;
          sender.learn(bucket, named);
          return named;
        } catch (thrown) {
          const named = regionNamed(thrown);
          if (named === null) throw thrown;
          sender.learn(bucket, named);
          return named;
        }
      }),
  };
}
