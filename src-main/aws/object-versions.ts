import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import type { VersionRow } from '#shared/domain/artifact.ts';
import { bareEtag } from './object-facts.ts';
import { decodedKey } from './s3-list-text.ts';

/**
 * The versions of one key from a page that begins with it (keys that are longer follow). S3 keeps versions and delete markers
 * in one order and the SDK hands them out apart: they are put together by time, the latest first.
 */
export function versionsOf(
  answer: Pick<
    ListObjectVersionsCommandOutput,
    'Versions' | 'DeleteMarkers' | 'IsTruncated' | 'NextKeyMarker'
  >,
  key: string,
): { versions: VersionRow[]; more: boolean } {
  const isOurs = (found: { Key?: string | undefined }): boolean => decodedKey(found.Key ?? '') === key;
  const contents = (answer.Versions ?? []).filter(isOurs).map((one): VersionRow => ({
    versionId: one.VersionId ?? 'null',
    isLatest: one.IsLatest === true,
    isDeleteMarker: false,
    size: one.Size ?? null,
    modifiedAt: one.LastModified?.getTime() ?? null,
    etag: one.ETag ? bareEtag(one.ETag) : null,
  }));
  const markers = (answer.DeleteMarkers ?? []).filter(isOurs).map((one): VersionRow => ({
    versionId: one.VersionId ?? 'null',
    isLatest: one.IsLatest === true,
    isDeleteMarker: true,
    size: null,
    modifiedAt: one.LastModified?.getTime() ?? null,
    etag: null,
  }));
  const versions = [...contents, ...markers].sort(
    (a, b) => Number(b.isLatest) - Number(a.isLatest) || (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0),
  );
  const more = answer.IsTruncated === true && decodedKey(answer.NextKeyMarker ?? '') === key;
  return { versions, more };
}
