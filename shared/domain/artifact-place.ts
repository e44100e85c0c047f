import { bucketNameSchema, objectKeySchema, prefixSchema, type ObjectPlace } from './artifact.ts';
import { regionSchema } from './environment.ts';
import { parsePlainUrl, plainParameter, type PlainUrl } from './plain-url.ts';

/** Where a text points to: one object, or everything below a prefix (`''` is the whole bucket). */
export type ParsedPlace =
  | { kind: 'object'; place: ObjectPlace }
  | { kind: 'prefix'; region: string | null; bucket: string; prefix: string };

/** What `parsePlace` makes of a text; `sentence` says what was expected. */
export type PlaceAnswer = { ok: true; found: ParsedPlace } | { ok: false; sentence: string };

const EXPECTED =
  'expected s3://bucket/key, an ARN (arn:aws:s3:::bucket/key), a URL of S3 or of its console, or bucket/key';

const no = (what: string): PlaceAnswer => ({ ok: false, sentence: `${what}: ${EXPECTED}.` });

interface Parts {
  region: string | null;
  bucket: string;
  /** Ends with a slash, or is empty, where a folder is meant. */
  key: string;
  versionId?: string | null | undefined;
  /** Whether it is an object also where the key ends with a slash. */
  isObject?: boolean;
}

function checked({ region, bucket, key, versionId, isObject }: Parts): PlaceAnswer {
  if (!bucketNameSchema.safeParse(bucket).success)
    return no(bucket === '' ? 'There is no bucket' : `“${bucket.slice(0, 80)}” is no bucket's name`);
  if (region !== null && !regionSchema.safeParse(region).success)
    return no(`“${region.slice(0, 40)}” is no region`);
  if ((key === '' || key.endsWith('/')) && !isObject && !versionId) {
    if (!prefixSchema.safeParse(key).success) return no('The prefix is longer than 1,024 characters');
    return { ok: true, found: { kind: 'prefix', region, bucket, prefix: key } };
  }
  if (key === '') return no('There is no key');
  if (!objectKeySchema.safeParse(key).success) return no('The key is longer than 1,024 bytes');
  if ((versionId ?? '').length > 1024) return no('The version id is longer than 1,024 characters');
  return {
    ok: true,
    found: { kind: 'object', place: { region, bucket, key, versionId: versionId || null } },
  };
}

/**
 * Where a pasted text points to. `s3://` URIs hold the key as it is, only a trailing `?versionId=…` belongs to the address; keys
 * in URLs are percent-encoded. Pure; never throws.
 */
export function parsePlace(text: string): PlaceAnswer {
  const given = text.trim();
  if (given === '') return no('Nothing was given');
  if (/^s3:\/\//i.test(given)) return fromPath(given.slice(5), null);
  if (/^arn:/i.test(given)) return fromArn(given);
  if (/^https?:\/\//i.test(given)) return fromUrl(given);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return no('This is no address of S3');
  if (!given.includes('/')) return no('This may be a key or a bucket alone');
  return fromPath(given, null);
}

/** `bucket/key?versionId=…`, nothing of it encoded. */
function fromPath(path: string, region: string | null): PlaceAnswer {
  const [, address = '', versionId] = /^(.*?)(?:\?versionId=([^&?#]*))?$/s.exec(path) ?? [];
  const slash = address.indexOf('/');
  const bucket = slash < 0 ? address : address.slice(0, slash);
  return checked({ region, bucket, key: slash < 0 ? '' : address.slice(slash + 1), versionId });
}

function fromArn(arn: string): PlaceAnswer {
  const [, path] = /^arn:aws[a-z-]*:s3:::(.+)$/is.exec(arn) ?? [];
  if (path === undefined) return no('This is no ARN of a bucket or an object');
  return fromPath(path, null);
}

function fromUrl(text: string): PlaceAnswer {
  const url = parsePlainUrl(text);
  if (!url) return no('This is no URL');
  if (/(^|\.)console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/.test(url.hostname))
    return fromConsole(url);
  return fromEndpoint(url);
}

/** Source: the addresses that the S3 console shows for buckets, folders (`prefix=a/b/`) and objects (`prefix=a/b.zip`). */
function fromConsole(url: PlainUrl): PlaceAnswer {
  const hostRegion = /^([a-z0-9-]+)\.console\./.exec(url.hostname)?.[1] ?? null;
  const isRegion = hostRegion !== null && regionSchema.safeParse(hostRegion).success;
  const region = plainParameter(url.query, 'region') ?? (isRegion ? hostRegion : null);
  const [, kind, name = ''] = /^\/s3\/(buckets|object)\/([^/]*)/.exec(url.pathname) ?? [];
  if (kind === undefined) return no('This page of the console shows no bucket and no object');
  const key = plainParameter(url.query, 'prefix') ?? '';
  const bucket = decoded(name) ?? '';
  if (kind === 'object') {
    return checked({
      ...{ region, bucket, key, isObject: true },
      versionId: plainParameter(url.query, 'versionId'),
    });
  }
  return checked({ region, bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` });
}

/** Source: "Virtual hosting of general purpose buckets", and the older hosts `s3-region` and `s3.amazonaws.com`. */
function fromEndpoint(url: PlainUrl): PlaceAnswer {
  const found =
    /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?([a-z0-9-]+))?(?:\.amazonaws\.com(?:\.cn)?)$/.exec(url.hostname) ??
    null;
  if (!found) return no('This host is none of S3');
  const [, virtual, named] = found;
  const region = named === undefined || named === 'accelerate' || named === 'external-1' ? null : named;
  const path = decoded(url.pathname.slice(1));
  if (path === null) return no('The URL holds a % that encodes nothing');
  const versionId = plainParameter(url.query, 'versionId');
  if (virtual !== undefined) {
    // What stands in a host name is in lower case; the bucket was.
    return checked({ region, bucket: virtual, key: path, versionId });
  }
  const slash = path.indexOf('/');
  const bucket = slash < 0 ? path : path.slice(0, slash);
  return checked({ region, bucket, key: slash < 0 ? '' : path.slice(slash + 1), versionId });
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The canonical `s3://bucket/key`, with `?versionId=…` where there is one; what `parsePlace` makes the same place of. */
export function placeText(
  place: Pick<ObjectPlace, 'bucket' | 'key'> & { versionId?: string | null },
): string {
  const version = place.versionId ? `?versionId=${place.versionId}` : '';
  return `s3://${place.bucket}/${place.key}${version}`;
}
