import type { ObjectRow } from '#shared/domain/artifact.ts';

/** One answer of ListObjectsV2 with its keys decoded. */
export interface ListedPage {
  prefixes: string[];
  objects: ObjectRow[];
  /** Null on the last page. */
  nextToken: string | null;
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex: string, decimal: string, name) => {
    if (hex || decimal) return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
    return ENTITIES[name as string] ?? whole;
  });
}

/**
 * A key as `encoding-type=url` writes it. S3 writes a space as `+`, as forms do; others as `%20`. A text that is none of these
 * is left as it is.
 */
export function decodedKey(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The text of the first element of that name within `[from, to)`, still escaped; null where there is none. */
function elementIn(xml: string, name: string, from: number, to: number): string | null {
  const opening = `<${name}>`;
  const at = xml.indexOf(opening, from);
  if (at < 0 || at >= to) return null;
  const start = at + opening.length;
  return xml.slice(start, xml.indexOf('<', start));
}

const unquoted = (etag: string): string => etag.replace(/^"(.*)"$/, '$1');

/**
 * Reads the document of ListObjectsV2 asked for with `encoding-type=url`. Machine-written XML without attributes, comments or
 * CDATA inside: a general parser takes several times as long, which is what a listing of a million keys then waits for.
 */
export function readListText(xml: string): ListedPage {
  const objects: ObjectRow[] = [];
  const prefixes: string[] = [];
  const end = xml.length;
  for (let at = xml.indexOf('<Contents>'); at >= 0; at = xml.indexOf('<Contents>', at)) {
    const to = xml.indexOf('</Contents>', at);
    const last = to < 0 ? end : to;
    const key = elementIn(xml, 'Key', at, last);
    const modified = elementIn(xml, 'LastModified', at, last);
    const etag = elementIn(xml, 'ETag', at, last);
    const storageClass = elementIn(xml, 'StorageClass', at, last);
    if (key !== null) {
      const modifiedAt = modified === null ? Number.NaN : Date.parse(modified);
      objects.push({
        key: decodedKey(unescaped(key)),
        size: Number(elementIn(xml, 'Size', at, last) ?? 0),
        modifiedAt: Number.isNaN(modifiedAt) ? null : modifiedAt,
        etag: etag === null ? null : unquoted(unescaped(etag)),
        storageClass,
      });
    }
    at = last;
  }
  for (let at = xml.indexOf('<CommonPrefixes>'); at >= 0; at = xml.indexOf('<CommonPrefixes>', at + 1)) {
    const prefix = elementIn(xml, 'Prefix', at, end);
    if (prefix !== null) prefixes.push(decodedKey(unescaped(prefix)));
  }
  const isTruncated = elementIn(xml, 'IsTruncated', 0, end) === 'true';
  const token = elementIn(xml, 'NextContinuationToken', 0, end);
  return { prefixes, objects, nextToken: isTruncated && token !== null ? unescaped(token) : null };
}
