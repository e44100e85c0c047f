import { setImmediate } from 'node:timers/promises';
import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import type { ExtractionLimits } from '#shared/domain/artifact-task.ts';
import { clashKey, safePath } from './safe-path.ts';

/** One file that may be written. */
export interface PlannedFile {
  /** Its index in the archive. */
  readonly entry: number;
  /** As the archive has it, for people. */
  readonly path: string;
  /** Names below the target folder. */
  readonly segments: readonly string[];
  /** As the directory tells it; more than that is never written. */
  readonly size: number;
}

/** One entry that is left out, and why. */
export interface ExtractionIssue {
  readonly path: string;
  readonly sentence: string;
}

/** What an extraction will write; `refused` names the limit that forbids it as a whole. */
export interface ExtractionPlan {
  readonly files: readonly PlannedFile[];
  /** Folders that are to be there also where they are empty. */
  readonly folders: readonly (readonly string[])[];
  readonly bytes: number;
  readonly issues: readonly ExtractionIssue[];
  readonly refused: string | null;
}

/** Ratios of small contents say nothing: a megabyte harms nobody. */
const RATIO_COUNTS_ABOVE = 1_000_000;
const SLICE = 5_000;

const grouped = (count: number): string => count.toLocaleString('en-US');

/** What of an archive is to be saved: a folder's path (`''` is all), and what lies directly in it becomes the top. */
export interface ExtractionOrder {
  readonly entries: readonly ArchiveEntry[];
  readonly folder: string;
  readonly limits: ExtractionLimits;
  /** The target's absolute path. */
  readonly root: string;
  readonly platform: NodeJS.Platform;
  /** Bytes of the object in S3. */
  readonly packedBytes: number;
}

/** Names that are taken, without regard to case and composition. The first of two that clash wins. */
function createNames() {
  const files = new Set<string>();
  const folders = new Map<string, string>();
  const whyNot = (segments: readonly string[], isFolder: boolean): string | null => {
    for (let depth = 1; depth <= segments.length; depth += 1) {
      const upTo = segments.slice(0, depth);
      const key = clashKey(upTo);
      const last = depth === segments.length;
      if (files.has(key))
        return last
          ? 'Another entry has the same name, or differs only in case.'
          : 'One of its folders is a file.';
      const folder = folders.get(key);
      if (last && !isFolder) return folder === undefined ? null : 'A folder has the same name.';
      if (folder !== undefined && folder !== upTo.join('/'))
        return 'The name of its folder differs from another one only in case.';
    }
    return null;
  };
  return {
    whyNot,
    take(segments: readonly string[], isFolder: boolean): void {
      const depth = isFolder ? segments.length : segments.length - 1;
      for (let at = 1; at <= depth; at += 1) {
        const upTo = segments.slice(0, at);
        folders.set(clashKey(upTo), upTo.join('/'));
      }
      if (!isFolder) files.add(clashKey(segments));
    },
  };
}

function whyLeftOut(entry: ArchiveEntry, limits: ExtractionLimits): string | null {
  if (entry.kind === 'link')
    return `It is a link (to ${entry.target ?? 'an unknown place'}): links are never made.`;
  if (entry.kind === 'special') return 'It is a device, a pipe or a socket: such files are never made.';
  const unsafe = entry.faults.find(({ fault }) => fault === 'unsafe-path' || fault === 'bad-name');
  if (unsafe) return unsafe.sentence;
  if (entry.encrypted) return 'It is encrypted.';
  if (entry.size > limits.maxFileBytes)
    return `It unpacks to ${grouped(entry.size)} bytes: more than the limit for one file (maxFileBytes, ${grouped(limits.maxFileBytes)}).`;
  const packed = entry.compressedSize;
  if (packed !== null && entry.size > RATIO_COUNTS_ABOVE && entry.size > packed * limits.maxRatio)
    return `It unpacks to more than ${grouped(limits.maxRatio)} bytes for each packed one (maxRatio).`;
  return null;
}

function whyRefused(count: number, bytes: number, order: ExtractionOrder): string | null {
  const { limits, packedBytes } = order;
  if (count > limits.maxEntries)
    return `There are more than ${grouped(limits.maxEntries)} files and folders, the limit (maxEntries).`;
  if (bytes > limits.maxTotalBytes)
    return `${grouped(bytes)} bytes are more than the limit (maxTotalBytes, ${grouped(limits.maxTotalBytes)}).`;
  if (bytes > RATIO_COUNTS_ABOVE && bytes > packedBytes * limits.maxRatio)
    return `${grouped(bytes)} bytes out of ${grouped(packedBytes)} are more than the limit (maxRatio, ${grouped(limits.maxRatio)} for each).`;
  return null;
}

/** Decides what is written where, and what not; touches nothing. Lets other work in between. */
export async function planExtraction(order: ExtractionOrder, signal?: AbortSignal): Promise<ExtractionPlan> {
  const { entries, limits } = order;
  const below = order.folder === '' ? '' : `${order.folder}/`;
  const names = createNames();
  const files: PlannedFile[] = [];
  const folders: (readonly string[])[] = [];
  const issues: ExtractionIssue[] = [];
  let bytes = 0;
  let seen = 0;
  for (const entry of entries) {
    seen += 1;
    if (seen % SLICE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    const { path } = entry;
    if (!path.startsWith(below) || (below !== '' && path.length === below.length)) continue;
    const isFolder = entry.kind === 'folder';
    const leftOut = (sentence: string): void => void issues.push({ path, sentence });
    const why = whyLeftOut(entry, limits);
    if (why !== null) {
      leftOut(why);
      continue;
    }
    const place = safePath(path.slice(below.length), order.root, order.platform);
    if (!place.ok) {
      leftOut(place.sentence);
      continue;
    }
    const clash = names.whyNot(place.segments, isFolder);
    if (clash !== null) {
      leftOut(clash);
      continue;
    }
    names.take(place.segments, isFolder);
    if (isFolder) folders.push(place.segments);
    else {
      files.push({ entry: entry.index, path, segments: place.segments, size: entry.size });
      bytes += entry.size;
    }
    if (files.length + folders.length > limits.maxEntries) break;
  }
  return { files, folders, bytes, issues, refused: whyRefused(files.length + folders.length, bytes, order) };
}
