import { HeadBucketCommand, ListBucketsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { BucketView } from '#shared/domain/artifact.ts';
import type { ObjectReader } from '../artifacts/ports.ts';
import { versionsOf } from './object-versions.ts';
import type { AskS3 } from './s3-asking.ts';
import type { S3Door } from './s3-door.ts';
import { regionNamed } from './s3-failure.ts';
import type { BucketSender } from './s3-regions.ts';

/** A reader's questions about buckets and what they keep of one key; `region` is where unknown buckets are looked for. */
export function createBucketQuestions(
  { door, sender, ask }: { door: S3Door; sender: BucketSender; ask: AskS3 },
  region: string,
): Pick<ObjectReader, 'versions' | 'buckets' | 'regionOf'> {
  return {
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
