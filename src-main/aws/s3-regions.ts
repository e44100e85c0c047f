import type { S3Client } from '@aws-sdk/client-s3';
import { regionNamed } from './s3-failure.ts';
import type { S3Door } from './s3-door.ts';

/** One door with what was learnt of where buckets lie. */
export interface BucketSender {
  /**
   * Sends to the region where the bucket lies, as far as it is known (`hint` or an earlier answer), else to the home region. A
   * request that went to the wrong one is sent again to the one that S3 names. Throws what the SDK throws.
   */
  send<T>(
    bucket: string,
    hint: string | null,
    request: (client: S3Client) => Promise<T>,
    isHead?: boolean,
  ): Promise<T>;
  /** Where the bucket was found; null before S3 was asked. */
  known(bucket: string): string | null;
  learn(bucket: string, region: string): void;
}

/** The SDK's own following of redirects tells nobody where it went, so that every later request would go the long way. */
export function createBucketSender(door: S3Door, home: string): BucketSender {
  const regions = new Map<string, string>();
  return {
    known: (bucket) => regions.get(bucket) ?? null,
    learn: (bucket, region) => void regions.set(bucket, region),
    async send(bucket, hint, request, isHead = false) {
      const region = regions.get(bucket) ?? hint ?? home;
      try {
        return await door.send(region, request, isHead);
      } catch (thrown) {
        const named = regionNamed(thrown);
        if (named === null || named === region) throw thrown;
        regions.set(bucket, named);
        return await door.send(named, request, isHead);
      }
    },
  };
}
