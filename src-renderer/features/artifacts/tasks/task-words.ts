import type { ArtifactTask } from '#shared/domain/artifact-task.ts';
import { byteSize } from '#renderer/ui/byte-size.ts';

/** How far a task is, 0 to 100; null where its end is not known. */
export function percentOf(
  task: Pick<ArtifactTask, 'bytesDone' | 'bytesTotal' | 'filesDone' | 'filesTotal'>,
): number | null {
  if (task.bytesTotal !== null && task.bytesTotal > 0)
    return Math.min(100, (100 * task.bytesDone) / task.bytesTotal);
  if (task.filesTotal !== null && task.filesTotal > 0)
    return Math.min(100, (100 * task.filesDone) / task.filesTotal);
  return null;
}

/** `12 of 40 files, 3.1 of 9 MB`. */
export function doneWords(
  task: Pick<ArtifactTask, 'bytesDone' | 'bytesTotal' | 'filesDone' | 'filesTotal'>,
): string {
  const bytes =
    task.bytesTotal === null
      ? byteSize(task.bytesDone)
      : `${byteSize(task.bytesDone)} of ${byteSize(task.bytesTotal)}`;
  if (task.filesTotal === null || task.filesTotal === 1) return bytes;
  return `${task.filesDone.toLocaleString('en')} of ${task.filesTotal.toLocaleString('en')} files, ${bytes}`;
}

/** What the state of a task is called. */
export const TASK_WORDS = {
  running: { save: 'Saving', upload: 'Uploading' },
  done: { save: 'Saved', upload: 'Uploaded' },
  cancelled: { save: 'Cancelled', upload: 'Cancelled' },
  failed: { save: 'Not saved', upload: 'Not uploaded' },
} as const;

/** How many things of a task were left out or went wrong. */
export function issueCount(task: Pick<ArtifactTask, 'issues' | 'moreIssues'>): number {
  return task.issues.length + task.moreIssues;
}
