import { z } from 'zod';
import { auditEntrySchema } from './audit.ts';
import { runDetailSchema } from './run.ts';
import { runNoteSchema } from './run-note.ts';

const FORMAT = 'action-desk-run';
const VERSION = 1;

/** How the name of an exported run ends. */
export const BUNDLE_ENDING = '.action-desk-run.json';
/** A larger file is not read at all. */
export const LARGEST_BUNDLE_BYTES = 20_000_000;

const MOST_LINES = 5000;
const DEEPEST = 40;
/** The moments that a Date can hold. */
const LARGEST_NUMBER = 8.64e15;

/** A run as one file: everything that its page shows, without secrets, to be read elsewhere and later. */
export const runBundleSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Epoch ms. */
  madeAt: z.number(),
  /** The operating system's user who exported it. */
  madeBy: z.string().max(200),
  appVersion: z.string().max(100),
  environment: z.string().max(200),
  detail: runDetailSchema.extend({
    jobs: runDetailSchema.shape.jobs.max(MOST_LINES),
    timeline: runDetailSchema.shape.timeline.max(MOST_LINES),
  }),
  /** Whether the run had more lines than were exported: then the oldest are missing. */
  timelineCut: z.boolean(),
  notes: z.array(runNoteSchema).max(MOST_LINES),
  audit: z.array(auditEntrySchema).max(MOST_LINES),
});
export type RunBundle = z.infer<typeof runBundleSchema>;

/** The first fields of a bundle, with its format and version as this program writes them. */
export const BUNDLE_HEAD = { format: FORMAT, version: VERSION } as const;

/** A bundle, or one sentence that says why a file is none. */
export type OpenedBundle = { ok: true; bundle: RunBundle } | { ok: false; sentence: string };

const no = (sentence: string): OpenedBundle => ({ ok: false, sentence });

/** Depth and figures within what a page can show; a file may come from anybody. Works without recursion. */
function isPlain(root: unknown): boolean {
  const open: [unknown, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value === 'number' && Math.abs(value) > LARGEST_NUMBER) return false;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) return false;
    for (const inner of Object.values(value)) open.push([inner, depth + 1]);
  }
  return true;
}

/** Reads an exported run. Never throws, whatever the text is. */
export function parseRunBundle(text: string): OpenedBundle {
  if (text.length > LARGEST_BUNDLE_BYTES)
    return no('The file is larger than 20 MB: no exported run is as large as that.');
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return no(
      text.includes(FORMAT)
        ? 'The file is damaged: it is no complete JSON. Export the run again, or copy the file again.'
        : 'This is no run that Action Desk exported: the file is no JSON.',
    );
  }
  const head = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(json);
  if (!head.success)
    return no('This is no run that Action Desk exported: it does not say so at its beginning.');
  if (head.data.version > VERSION)
    return no(
      `The file was written by a newer Action Desk (format ${head.data.version}, this program reads ${VERSION}): update to open it.`,
    );
  if (!isPlain(json)) return no('The file is damaged: it holds values that no run can have.');
  const parsed = runBundleSchema.safeParse(json);
  if (parsed.success) return { ok: true, bundle: parsed.data };
  const where = parsed.error.issues[0]?.path.map(String).join('.').slice(0, 120) || 'its first level';
  return no(`The file is damaged: ${where} is not what an exported run has there.`);
}
