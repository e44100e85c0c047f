import type { WireReply } from '../wire.ts';
import type { ObjectVersion } from './bucket.ts';
import { sortedKeys } from './key-index.ts';
import { factsOf, prefixElements } from './list-objects.ts';
import { behindMarker, entriesBehind, listSettings, repeated } from './list-page.ts';
import type { ListEntry } from './list-page.ts';
import { invalidArgument } from './s3-error.ts';
import { owner, requireBucket, versionIdIn, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { XmlElements } from './xml.ts';

/** A common prefix, or one version of a key. */
interface VersionEntry extends ListEntry {
  readonly version: ObjectVersion | null;
  readonly isLatest: boolean;
}

/**
 * ListObjectVersions: versions and delete markers, of each key the newest first. A key marker alone goes on
 * behind the key, with a version marker behind that version of it.
 */
export function listObjectVersions(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { query } = request.wire;
  const settings = listSettings(query);
  const { encode } = settings;
  const keyMarker = query.get('key-marker');
  const versionMarker =
    query.get('version-id-marker') === '' ? null : versionIdIn(query, 'version-id-marker');
  if (versionMarker !== null && keyMarker === null) {
    const message = 'A version-id marker cannot be specified without a key marker.';
    throw invalidArgument(message, 'version-id-marker', versionMarker);
  }

  const page: VersionEntry[] = [];
  let more: VersionEntry | null = null;
  for (const entry of settings.limit === 0 ? [] : versionsBehind()) {
    if (page.length === settings.limit) {
      more = page.at(-1) ?? null;
      break;
    }
    page.push(entry);
  }
  return xmlReply('ListVersionsResult', {
    Name: bucket.name,
    Prefix: encode(settings.prefix),
    KeyMarker: encode(keyMarker ?? ''),
    VersionIdMarker: versionMarker ?? '',
    NextKeyMarker: more === null ? undefined : encode(more.text),
    NextVersionIdMarker: more?.version?.versionId,
    MaxKeys: settings.limit,
    Delimiter: repeated(query, 'delimiter', encode),
    EncodingType: repeated(query, 'encoding-type'),
    IsTruncated: more !== null,
    Version: page.flatMap((entry) => (entry.version?.isDeleteMarker === false ? [element(entry)] : [])),
    DeleteMarker: page.flatMap((entry) => (entry.version?.isDeleteMarker === true ? [element(entry)] : [])),
    CommonPrefixes: prefixElements(page, encode),
  });

  function* versionsBehind(): Generator<VersionEntry> {
    const start = behindMarker(keyMarker ?? '', settings);
    if (versionMarker !== null && keyMarker !== null && !start.withAllUnder) {
      const versions = versionsOf(keyMarker);
      const at = versions.findIndex(({ version }) => version?.versionId === versionMarker);
      if (at >= 0) yield* versions.slice(at + 1);
    }
    for (const entry of entriesBehind(sortedKeys(bucket.keys), settings, start)) {
      if (entry.isPrefix) yield { ...entry, version: null, isLatest: false };
      else yield* versionsOf(entry.text);
    }
  }

  function versionsOf(key: string): VersionEntry[] {
    const versions = bucket.objects.get(key) ?? [];
    return versions
      .toReversed()
      .map((version, at) => ({ text: key, isPrefix: false, version, isLatest: at === 0 }));
  }

  function element({ text, version, isLatest }: VersionEntry): XmlElements {
    const facts = version?.isDeleteMarker === false ? factsOf(version) : {};
    return {
      Key: encode(text),
      VersionId: version?.versionId,
      IsLatest: isLatest,
      LastModified: new Date(version?.lastModified ?? 0).toISOString(),
      ...facts,
      Owner: owner,
    };
  }
}
