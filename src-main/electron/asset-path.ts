import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The only origin that the window shows. */
export const APP_ORIGIN = 'app://desk';

/** The page of the window. */
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * The path segments that an `app://desk/…` URL asks for, or null when it may not be served. The build writes only
 * plain names, so everything else is refused: dot segments, percent signs, backslashes, NUL, drive letters, hidden files.
 */
export function assetSegments(url: string): string[] | null {
  const path = /^app:\/\/desk\/([^?#]*)/.exec(url)?.[1];
  if (path === undefined) return null;
  const segments = path.split('/');
  return segments.every((segment) => NAME.test(segment)) ? segments : null;
}

/**
 * The real file below `root` for a URL. Answers `refused` for what `assetSegments` refuses and for links that lead out
 * of `root`, `missing` where nothing is.
 */
export async function findAsset(
  root: string,
  url: string,
): Promise<{ found: string } | { found: null; why: 'refused' | 'missing' }> {
  const segments = assetSegments(url);
  if (!segments) return { found: null, why: 'refused' };
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(join(root, ...segments))]);
    if (!realFile.startsWith(realRoot + sep)) return { found: null, why: 'refused' };
    return { found: realFile };
  } catch {
    return { found: null, why: 'missing' };
  }
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

/** The content type by extension; bytes without a meaning for everything that the build does not write. */
export function assetType(file: string): string {
  return TYPES[/\.([a-z0-9]+)$/.exec(file)?.[1] ?? ''] ?? 'application/octet-stream';
}
