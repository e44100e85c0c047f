import { z } from 'zod';
import { archiveFaultSchema, fetchedSchema } from './artifact.ts';

/** How a content may be shown. `hex` always works. */
export const PREVIEW_KINDS = ['text', 'formatted', 'table', 'image', 'pdf', 'hex'] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

/** What of the opened artifact is looked at: an entry by its index, or (null) the object itself. */
export const contentSchema = z.strictObject({
  openId: z.string().max(100),
  entry: z.number().int().min(0).nullable(),
});
export type Content = z.infer<typeof contentSchema>;

export const previewRequestSchema = contentSchema.extend({
  /** Null: what fits the content best. */
  as: z.enum(PREVIEW_KINDS).nullable(),
  /** Offset in bytes of a hex page; 0 otherwise. */
  from: z.number().int().min(0),
  /** A WHATWG encoding label chosen by the person; null: detected. */
  encoding: z.string().max(40).nullable(),
});
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

/** Encodings offered to the person, as the WHATWG Encoding standard names them; any other label may be asked for too. */
export const TEXT_ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const;

/** Characters `[from, to)` of the text that look like a secret: blurred until asked. Never cut the text itself. */
export const secretSpanSchema = z.object({ from: z.number(), to: z.number(), why: z.string() });
export type SecretSpan = z.infer<typeof secretSpanSchema>;

/** What the person should know of what is shown: cut, not formatted, odd characters. `line` counts from 1. */
export const previewNoteSchema = z.object({ sentence: z.string(), line: z.number().nullable() });
export type PreviewNote = z.infer<typeof previewNoteSchema>;

const shownText = z.object({
  text: z.string(),
  /** A CodeMirror language name (`JSON`, `YAML`, …) by the file's name and content; null: none. */
  language: z.string().nullable(),
  encoding: z.string(),
  lines: z.number(),
  secrets: z.array(secretSpanSchema),
});
export type ShownText = z.infer<typeof shownText>;

/**
 * A small table made of a known report (JUnit XML, Cobertura, lcov, a build's exported variables). What looks like a secret in
 * it is replaced by `[secret]`: the text shows it.
 */
export const reportTableSchema = z.object({
  title: z.string(),
  /** `12 of 14 tests passed` and the like. */
  summary: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** Rows that were left out because there are too many. */
  left: z.number(),
});
export type ReportTable = z.infer<typeof reportTableSchema>;

export const previewSchema = z.object({
  size: z.number(),
  /** Bytes of the content that what is shown stands for; less than `size` means that it was cut. */
  read: z.number(),
  mime: z.string().nullable(),
  /** What the person can switch to. */
  kinds: z.array(z.enum(PREVIEW_KINDS)),
  faults: z.array(archiveFaultSchema),
  notes: z.array(previewNoteSchema),
  fetched: fetchedSchema,
  shown: z.discriminatedUnion('kind', [
    shownText.extend({ kind: z.literal('text') }),
    shownText.extend({ kind: z.literal('formatted') }),
    z.object({ kind: z.literal('table'), tables: z.array(reportTableSchema) }),
    /** A `data:` URL of a raster image whose own header was checked; SVG is text, never an image. */
    z.object({ kind: z.literal('image'), dataUrl: z.string(), width: z.number(), height: z.number() }),
    /** Shown by saving it and opening it outside, after a question. */
    z.object({ kind: z.literal('pdf'), pages: z.number().nullable() }),
    /** Base64 of the page's bytes, the first of which is the content's byte number `from`. */
    z.object({ kind: z.literal('hex'), from: z.number(), bytes: z.string(), pageBytes: z.number() }),
    /** Nothing can be shown: an encrypted, damaged or refused content. */
    z.object({ kind: z.literal('none'), sentence: z.string() }),
  ]),
});
export type Preview = z.infer<typeof previewSchema>;
