import { fileTypeFromBuffer } from 'file-type';
import type { PreviewKind } from '#shared/domain/artifact-preview.ts';
import { decodeText } from './decode-text.ts';
import { looksBinary } from './detect-encoding.ts';
import { languageOf } from './language-of.ts';
import { isPdf } from './pdf-pages.ts';
import { isRaster } from './raster-size.ts';
import { SNIFF_BYTES } from './read-beginning.ts';
import { reportKind, type ReportKind } from './reports/read-report.ts';

/** What a content is, by its name and its first `SNIFF_BYTES` bytes: the same answer whatever is shown of it. */
export interface ContentKind {
  readonly form: 'text' | 'raster' | 'pdf' | 'binary';
  readonly mime: string | null;
  readonly language: string | null;
  readonly report: ReportKind | null;
}

const MIME_OF_LANGUAGE: Readonly<Record<string, string>> = {
  JSON: 'application/json',
  YAML: 'application/yaml',
  XML: 'application/xml',
  HTML: 'text/html',
  CSS: 'text/css',
  JavaScript: 'text/javascript',
  Markdown: 'text/markdown',
};

/** Recognises a content. A picture or a PDF goes by its own header, never by its name; an SVG is text. Never throws. */
export async function contentKind(name: string, head: Uint8Array): Promise<ContentKind> {
  const sniffed = head.subarray(0, SNIFF_BYTES);
  const binary = looksBinary(sniffed);
  const mime = await typeOf(sniffed);
  if (mime === 'application/pdf' || (binary && isPdf(sniffed))) {
    return { form: 'pdf', mime: 'application/pdf', language: null, report: null };
  }
  if (binary) return { form: isRaster(mime) ? 'raster' : 'binary', mime, language: null, report: null };
  const { text } = decodeText(sniffed, null);
  const language = languageOf(name, text);
  const svg = language === 'XML' && (/\.svg$/i.test(name) || /<svg[\s>]/.test(text));
  const own = language === null ? null : MIME_OF_LANGUAGE[language];
  return {
    form: 'text',
    mime: svg ? 'image/svg+xml' : (own ?? 'text/plain'),
    language,
    report: reportKind(name, text, language),
  };
}

async function typeOf(head: Uint8Array): Promise<string | null> {
  try {
    return (await fileTypeFromBuffer(head))?.mime ?? null;
  } catch {
    return null;
  }
}

const FORMATTED = new Set(['JSON', 'YAML', 'XML']);

/** What the person can switch to, the most telling first. `hex` always works. */
export function kindsOf({ form, language, report }: ContentKind): PreviewKind[] {
  switch (form) {
    case 'raster':
      return ['image', 'hex'];
    case 'pdf':
      return ['pdf', 'hex'];
    case 'binary':
      return ['hex', 'text'];
    case 'text': {
      const formatted = language !== null && FORMATTED.has(language);
      return [
        ...(report ? (['table'] as const) : []),
        ...(formatted ? (['formatted'] as const) : []),
        'text',
        'hex',
      ];
    }
  }
}
