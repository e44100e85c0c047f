import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ContentStream } from '../ports.ts';
import type { OpenFile } from './target-folder.ts';

const CREATE = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;

/**
 * Writes one content to a place that the person chose and whose replacement the system's dialog has asked about: beside it
 * first, and under its name once it is whole and has been checked. A link in that place is replaced, not followed. Throws
 * what reading or the disk throws; then nothing is left.
 */
export async function saveFile(
  content: ContentStream,
  place: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
  openFile: OpenFile = open,
): Promise<void> {
  const part = join(dirname(place), `.${randomBytes(6).toString('hex')}.part`);
  const file = await openFile(part, CREATE, 0o600);
  try {
    try {
      let written = 0;
      for await (const chunk of content.chunks(content.size + 1, signal)) {
        signal.throwIfAborted();
        written += chunk.byteLength;
        if (written > content.size)
          throw new ActionDeskError('invalid-input', 'It unpacks to more than the archive says.');
        await file.writeFile(chunk);
        onBytes(chunk.byteLength);
      }
      signal.throwIfAborted();
      if (written !== content.size)
        throw new ActionDeskError('invalid-input', `It ended after ${written} of ${content.size} bytes.`);
    } finally {
      await file.close();
    }
    await rename(part, place);
  } catch (thrown) {
    await rm(part, { force: true }).catch(() => undefined);
    throw thrown;
  }
}
