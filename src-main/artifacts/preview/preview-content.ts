import type { ArchiveFaultView, Fetched } from '#shared/domain/artifact.ts';
import type { Preview, PreviewNote, PreviewRequest, ReportTable } from '#shared/domain/artifact-preview.ts';
import type { ContentStream } from '../ports.ts';
import { contentKind, kindsOf, type ContentKind } from './content-kind.ts';
import { pdfPages } from './pdf-pages.ts';
import { rasterSize } from './raster-size.ts';
import { readBeginning, readPage, SNIFF_BYTES, type Beginning } from './read-beginning.ts';
import { readReport } from './reports/read-report.ts';
import { asFormatted, asText, isMinified, readText } from './show-text.ts';
import { TEXT_READ_BYTES } from './text-bounds.ts';

/** What is shown at most besides text: bytes and pixels of a picture, bytes of a PDF that pages are counted in, a hex page. */
export const PREVIEW_LIMITS = {
  imageBytes: 8 * 1024 * 1024,
  imagePixels: 50_000_000,
  pdfBytes: 1024 * 1024,
  hexPage: 4096,
} as const;

/** What is asked of a content. */
export type PreviewAsked = Pick<PreviewRequest, 'as' | 'from' | 'encoding'>;

/** What whoever opened the content knows of it. */
export interface PreviewContext {
  /** Asked when all is read. */
  readonly fetched: () => Fetched;
  /** Faults of the entry and of its archive that the person should see beside it. */
  readonly faults?: readonly ArchiveFaultView[];
  readonly signal?: AbortSignal;
}

type Shown = Preview['shown'];
/** A preview without what the caller knows. */
type Made = Omit<Preview, 'fetched' | 'faults' | 'size'> & { readonly fault: ArchiveFaultView | null };

/**
 * Shows a content, as asked or as it fits best. Bounded whatever the content is: a person's choice that does not work falls
 * back to one that does, with a note. A damaged content shows what came before the damage, with the fault. Throws
 * ActionDeskError where S3 refuses, and the signal's reason.
 */
export async function previewContent(
  content: ContentStream,
  asked: PreviewAsked,
  context: PreviewContext,
): Promise<Preview> {
  const { signal } = context;
  const { fault, ...made } =
    asked.as === 'hex'
      ? await hexPreview(content, asked.from, signal)
      : await preview(content, asked, signal);
  const faults = [...(context.faults ?? [])];
  if (fault && !faults.some((known) => known.fault === fault.fault)) faults.push(fault);
  return { size: content.size, ...made, faults, fetched: context.fetched() };
}

/** What is shown of a content that cannot be read at all: an encrypted entry, say. */
export function closedPreview(
  size: number,
  problem: { readonly sentence: string; readonly faults: readonly ArchiveFaultView[] },
  fetched: Fetched,
): Preview {
  const shown: Shown = { kind: 'none', sentence: problem.sentence };
  return {
    ...{ size, read: 0, mime: null, kinds: [], faults: [...problem.faults], notes: [] },
    ...{ fetched, shown },
  };
}

async function preview(content: ContentStream, asked: PreviewAsked, signal?: AbortSignal): Promise<Made> {
  const { size, name } = content;
  const most = size <= PREVIEW_LIMITS.imageBytes ? size : TEXT_READ_BYTES;
  const wanted = async (sniffed: Uint8Array): Promise<number> => {
    if (asked.as === 'text') return TEXT_READ_BYTES;
    const { form } = await contentKind(name, sniffed);
    if (form === 'raster') return size <= PREVIEW_LIMITS.imageBytes ? size : SNIFF_BYTES;
    if (form === 'pdf') return size <= PREVIEW_LIMITS.pdfBytes ? size : SNIFF_BYTES;
    return form === 'text' ? TEXT_READ_BYTES : PREVIEW_LIMITS.hexPage;
  };
  const beginning = await readBeginning(content, most, wanted, signal);
  if (beginning.bytes.length === 0 && size > 0) return nothing(beginning.fault);
  const kind = await contentKind(name, beginning.bytes);
  const made = { mime: kind.mime, kinds: kindsOf(kind), fault: beginning.fault };
  if (asked.as !== 'text') {
    if (kind.form === 'raster') return { ...made, ...picture(kind, beginning, size) };
    if (kind.form === 'pdf') {
      const pages = pdfPages(beginning.bytes, beginning.bytes.length === size);
      return { ...made, read: beginning.bytes.length, notes: [], shown: { kind: 'pdf', pages } };
    }
    if (kind.form === 'binary') return { ...made, ...hexPage(beginning.bytes, 0), notes: [] };
  }
  return textual(kind, beginning, size, asked);
}

function nothing(fault: ArchiveFaultView | null): Made {
  const sentence = fault?.sentence ?? 'It is said to have a content, and nothing of it could be read.';
  return { read: 0, mime: null, kinds: [], notes: [], fault, shown: { kind: 'none', sentence } };
}

/** Tables, formatted text and text: each falls back to the next. */
function textual(kind: ContentKind, { bytes, fault }: Beginning, size: number, asked: PreviewAsked): Made {
  const { decoded, complete, notes } = readText(bytes, size, asked.encoding);
  const { language, report, mime } = kind;
  let kinds = kindsOf(kind);
  const made = (shown: Shown): Made => ({ read: decoded.read, mime, kinds, notes, fault, shown });
  if (report && asked.as !== 'text') {
    const tables = readReport(report, decoded.text, language, complete);
    if (tables === null) {
      kinds = kinds.filter((other) => other !== 'table');
      if (asked.as === 'table')
        notes.push({ sentence: 'It is no report that can be shown as a table.', line: null });
    } else if (asked.as !== 'formatted') return made({ kind: 'table', tables: cutMark(tables, complete) });
  }
  const format = asked.as === 'formatted' || (asked.as === null && isMinified(decoded.text, language));
  if (format && kinds.includes('formatted')) {
    const { shown, note } = asFormatted(decoded, language, complete);
    if (note) notes.push(note);
    if (shown) return made({ kind: 'formatted', ...shown });
  }
  return made({ kind: 'text', ...asText(decoded, language) });
}

function cutMark(tables: readonly ReportTable[], complete: boolean): ReportTable[] {
  if (complete) return [...tables];
  return tables.map((table) => ({ ...table, summary: `${table.summary} (in the part that was read)` }));
}

function picture(
  kind: ContentKind,
  { bytes }: Beginning,
  size: number,
): Pick<Made, 'read' | 'notes' | 'shown' | 'kinds'> {
  const refused = (sentence: string) => {
    const notes: PreviewNote[] = [{ sentence, line: null }];
    return { ...hexPage(bytes, 0), notes, kinds: ['hex' as const] };
  };
  const mime = kind.mime ?? '';
  if (size > PREVIEW_LIMITS.imageBytes) return refused('Pictures of more than 8 MB are not shown.');
  const pixels = rasterSize(bytes, mime);
  if (pixels === null) return refused('Its header is that of a picture, and does not tell how large it is.');
  const { width, height } = pixels;
  if (width * height > PREVIEW_LIMITS.imagePixels) {
    return refused(`It claims to be ${width} × ${height} pixels large; more than 50 million are not shown.`);
  }
  const dataUrl = `data:${mime};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`;
  return {
    read: bytes.length,
    notes: [],
    kinds: kindsOf(kind),
    shown: { kind: 'image', dataUrl, width, height },
  };
}

function hexPage(bytes: Uint8Array, from: number): Pick<Made, 'read' | 'shown'> {
  const page = Buffer.from(bytes.subarray(0, PREVIEW_LIMITS.hexPage));
  const pageBytes = PREVIEW_LIMITS.hexPage;
  return { read: page.length, shown: { kind: 'hex', from, bytes: page.toString('base64'), pageBytes } };
}

/** A page of bytes: `from` is moved to the last page where it lies behind the end. */
async function hexPreview(content: ContentStream, from: number, signal?: AbortSignal): Promise<Made> {
  const { size, name } = content;
  const page = PREVIEW_LIMITS.hexPage;
  const start = from < size ? from : Math.max(0, Math.floor((size - 1) / page) * page);
  const shown = await readPage(content, start, page, signal);
  if (shown.bytes.length === 0 && size > 0) return nothing(shown.fault);
  const head = start === 0 ? shown : await readPage(content, 0, SNIFF_BYTES, signal);
  const kind = await contentKind(name, head.bytes);
  return {
    ...hexPage(shown.bytes, start),
    mime: kind.mime,
    kinds: kindsOf(kind),
    notes: [],
    fault: shown.fault,
  };
}
