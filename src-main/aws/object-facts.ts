import type { GetObjectCommandOutput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectFacts } from '#shared/domain/artifact.ts';

const ALGORITHMS = ['CRC64NVME', 'CRC32C', 'CRC32', 'SHA256', 'SHA1'] as const;

/** An entity tag without its quotes, which only the header needs. */
export const bareEtag = (etag: string): string => etag.replace(/^(?:W\/)?"(.*)"$/, '$1');

/** The length of the whole object from `bytes 0-99/1234`; null where there is no such header. */
export function totalOf(contentRange: string | undefined): number | null {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

/** The first byte of `bytes 0-99/1234`; null where there is no such header. */
export function firstOf(contentRange: string | undefined): number | null {
  const first = /^bytes (\d+)-/.exec(contentRange ?? '')?.[1];
  return first === undefined ? null : Number(first);
}

/**
 * An object's facts from the headers of a GET or HEAD. Checksums come only with answers about the whole object that were asked
 * for them (`x-amz-checksum-mode`). `etag` is without quotes, here and in every listing.
 */
export function factsOf(answer: GetObjectCommandOutput | HeadObjectCommandOutput): ObjectFacts {
  const checksums = ALGORITHMS.flatMap((algorithm) => {
    const value = answer[`Checksum${algorithm}`];
    return value ? [{ algorithm, value, type: answer.ChecksumType ?? null }] : [];
  });
  return {
    size: totalOf(answer.ContentRange) ?? answer.ContentLength ?? 0,
    etag: bareEtag(answer.ETag ?? ''),
    versionId: answer.VersionId ?? null,
    modifiedAt: answer.LastModified?.getTime() ?? null,
    contentType: answer.ContentType ?? null,
    encryption: answer.ServerSideEncryption ?? null,
    kmsKeyId: answer.SSEKMSKeyId ?? null,
    storageClass: answer.StorageClass ?? null,
    checksums,
  };
}
