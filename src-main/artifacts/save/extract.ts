import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import type { OpenArchive } from '../ports.ts';
import type { ExtractionIssue, ExtractionPlan, PlannedFile } from './plan-extraction.ts';
import type { TargetFolder } from './target-folder.ts';

/** Writing a small file is several questions to the disk, and a large one a question to S3: several at once hide the waiting. */
const FILES_AT_ONCE = 6;

/** What an extraction tells while it runs. */
export interface ExtractionWatch {
  onBytes(bytes: number): void;
  onFile(): void;
  onIssue(issue: ExtractionIssue): void;
}

/** One extraction, which may be gone on with: files that were written before are left as they are. */
export interface Extraction {
  readonly archive: OpenArchive;
  readonly plan: ExtractionPlan;
  readonly target: TargetFolder;
  /** Indices of entries that were written whole; grows. */
  readonly written: Set<number>;
  readonly watch: ExtractionWatch;
  readonly signal: AbortSignal;
}

/** What a disk says of one name or place; a full or broken disk says other things. */
const OF_ONE_FILE = new Set(['ENAMETOOLONG', 'EINVAL', 'EILSEQ', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ELOOP']);

/** Anything else tells of the way to S3, of the object or of the disk: the extraction stops, and may be gone on with. */
function isOfOneFile(thrown: unknown): boolean {
  if (thrown instanceof ActionDeskError) return thrown.code === 'invalid-input';
  return thrown instanceof Error && 'code' in thrown && OF_ONE_FILE.has(String(thrown.code));
}

/**
 * Writes what was planned. A file whose content or name is at fault is told as an issue, and the others go on. Throws what
 * stops all of them: the signal's reason, a full disk, an S3 that does not answer, an object that was replaced.
 */
export async function extract(extraction: Extraction): Promise<void> {
  const { archive, plan, target, written, watch, signal } = extraction;
  const issue = (path: string, thrown: unknown): void =>
    watch.onIssue({ path, sentence: toActionDeskError(thrown).message });

  const ended = new AbortController();
  const ending = AbortSignal.any([signal, ended.signal]);
  // What was fetched ahead is wanted by nobody once all is written.
  const over = new AbortController();
  const missing = new Map(
    plan.files.flatMap((file) => (written.has(file.entry) ? [] : [[file.entry, file]])),
  );
  const together = archive.together?.([...missing.keys()], AbortSignal.any([ending, over.signal]));

  const folderOf = async (segments: readonly string[]): Promise<void> => {
    try {
      await target.makeFolder(segments);
    } catch (thrown) {
      if (!isOfOneFile(thrown)) throw thrown;
      issue(segments.join('/'), thrown);
    }
  };
  const fileOf = async (file: PlannedFile): Promise<void> => {
    let bytes = 0;
    try {
      const content = (together ?? archive).content(file.entry).chunks(file.size + 1, ending);
      await target.writeFile(file.segments, file.size, content, (more) => {
        ending.throwIfAborted();
        bytes += more;
        watch.onBytes(more);
      });
      written.add(file.entry);
      watch.onFile();
    } catch (thrown) {
      watch.onBytes(-bytes);
      ending.throwIfAborted();
      if (!isOfOneFile(thrown)) throw thrown;
      issue(file.path, thrown);
    }
  };

  for (const folder of plan.folders) {
    signal.throwIfAborted();
    await folderOf(folder);
  }
  const left = (together?.order ?? [...missing.keys()]).flatMap((entry) => missing.get(entry) ?? []).values();
  const worker = async (): Promise<void> => {
    try {
      for (const file of left) {
        ending.throwIfAborted();
        await fileOf(file);
      }
    } catch (thrown) {
      ended.abort(thrown);
      throw thrown;
    }
  };
  // What is packed as a whole is read from its beginning: one file after the other is one reading.
  const atOnce = archive.kind === 'tar.gz' ? 1 : FILES_AT_ONCE;
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  over.abort();
  await together?.close();
  signal.throwIfAborted();
  if (ended.signal.aborted) throw ended.signal.reason;
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
