import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ContentStream } from '../ports.ts';
import { harmlessName } from './safe-path.ts';
import { saveFile } from './save-file.ts';

/** Larger contents are saved by the person, who sees where to. */
const MOST_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 4100;

/**
 * Endings that a desktop shows and does not run, and what such a file begins with (null: anything that is text). Programs
 * that show them take no orders from them; office documents, HTML and SVG carry scripts and are therefore missing.
 */
const SHOWN: Readonly<Record<string, RegExp | null>> = {
  pdf: /^%PDF-/,
  png: /^\x89PNG\r\n\x1a\n/,
  jpg: /^\xff\xd8\xff/,
  jpeg: /^\xff\xd8\xff/,
  gif: /^GIF8[79]a/,
  webp: /^RIFF[^]{4}WEBP/,
  bmp: /^BM/,
  tif: /^(?:II\*\0|MM\0\*)/,
  tiff: /^(?:II\*\0|MM\0\*)/,
  ...{ txt: null, log: null, md: null, csv: null, tsv: null, json: null, yaml: null, yml: null, xml: null },
  ...{ ini: null, toml: null, properties: null, lcov: null, diff: null, patch: null },
};

/** Programs by their first bytes, whatever they are called: Windows, ELF, Mach-O, Java, `#!`, shortcuts, archives. */
const RUNS =
  /^(?:MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|#!|\x4c\0\0\0\x01\x14\x02\0|PK\x03\x04|\xef\xbb\xbf#!|\[Desktop Entry\])/;

/** Why a content is not handed to the desktop, by its name and first bytes; null where it may be. */
export function whyNotOutside(name: string, head: Uint8Array): string | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const magic = Object.hasOwn(SHOWN, ending) ? SHOWN[ending] : undefined;
  const kinds = 'PDF, pictures and plain text';
  if (magic === undefined)
    return `Only ${kinds} are opened outside, and ${JSON.stringify(name)} is none of them by its name: save it instead.`;
  const begins = Buffer.from(head).toString('latin1');
  if (RUNS.test(begins)) return 'It begins like a program: save it instead.';
  if (magic !== null && !magic.test(begins))
    return `It is not what its name says (.${ending}): save it instead.`;
  if (magic === null && head.includes(0)) return 'It is called text and is not: save it instead.';
  if (magic === null && /<(?:html|script|svg|!doctype html)/i.test(begins))
    return 'It holds markup that may run: save it instead.';
  return null;
}

/** Private temporary files that the desktop may open. */
export interface OutsideFiles {
  /** Writes the content where the desktop may read it; answers the path. Throws `not-allowed-now` for what may run. */
  put(content: ContentStream, signal: AbortSignal): Promise<string>;
  /** Removes all of them. */
  empty(): Promise<void>;
}

/** The files lie in `folder` (mode 0700), which is emptied now: what an earlier session left may be anybody's secret. */
export function openOutsideFiles(folder: string): OutsideFiles {
  const empty = () => rm(folder, { recursive: true, force: true });
  const emptied = empty().catch(() => undefined);
  return {
    async put(content, signal) {
      await emptied;
      if (content.size > MOST_BYTES)
        throw new ActionDeskError('not-allowed-now', 'It is larger than 256 MB: save it instead.');
      const head = await content.slice(0, Math.min(HEAD_BYTES, content.size), signal);
      const name = harmlessName(content.name, 'content');
      const why = whyNotOutside(name, head);
      if (why !== null) throw new ActionDeskError('not-allowed-now', why);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const path = join(await mkdtemp(join(folder, 'open-')), name);
      await saveFile(content, path, () => undefined, signal);
      return path;
    },
    empty,
  };
}
