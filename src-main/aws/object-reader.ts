import type { ObjectFacts, ObjectPlace } from '#shared/domain/artifact.ts';
import type { ObjectReader, RangeCache } from '../artifacts/ports.ts';
import { createBucketQuestions } from './bucket-questions.ts';
import { listEverything } from './list-everything.ts';
import { createOwnTurns } from './list-turns.ts';
import { createObjectOpening, objectAsked, type PartFacts } from './object-opening.ts';
import { createOpenObject } from './open-object.ts';
import { createAsking } from './s3-asking.ts';
import type { S3Door } from './s3-door.ts';
import { callList } from './s3-list-call.ts';
import { toRefused } from './s3-problem.ts';
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
  /** One HEAD for one part, counted from 1, of the content with that ETag: null where S3 tells of no parts. */
  readonly part: (
    place: ObjectPlace,
    etag: string,
    part: number,
    signal?: AbortSignal,
  ) => Promise<PartFacts | null>;
  /** Where the bucket was found so far; null before it was asked. */
  knownRegion(bucket: string): string | null;
}

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
  const ask = createAsking(whose, timeoutMs);
  const opening = createObjectOpening(door, sender);

  return {
    ...createBucketQuestions({ door, sender, ask }, region),
    region,
    knownRegion: (bucket) => sender.known(bucket),

    async open(asked, tailBytes, signal) {
      const { facts, tail } = await opening.readTail(asked, tailBytes, signal);
      const place = { ...asked, region: sender.known(asked.bucket) ?? asked.region ?? region };
      const refuse = (thrown: unknown) => toRefused(thrown, { ...objectAsked(place), whose });
      return createOpenObject({ sender, place, facts, tail, silenceMs: timeoutMs, cache, refuse });
    },

    facts: (place, caller) => ask(objectAsked(place), caller, (signal) => opening.head(place, signal)),

    part: (place, etag, part, caller) =>
      ask(objectAsked(place), caller, (signal) => opening.headPart(place, etag, part, signal)),

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
      const ownTurn = createOwnTurns();
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
              callList(client, input, signal, ownTurn),
            );
            return { rows: objects, next: nextToken };
          });
        },
      });
    },
  };
}
