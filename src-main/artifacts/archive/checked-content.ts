import { crc32 } from 'node:zlib';
import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import { ArchiveProblem, bytes, quoted } from './archive-problem.ts';

/**
 * Passes an entry's content on, never more than the directory told, and checks its size and CRC-32 at its end. Ends after
 * `maxBytes` without a check where there is more; throws the signal's reason between two chunks.
 */
export async function* checked(
  entry: ArchiveEntry,
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const most = Math.min(Math.max(0, maxBytes), entry.size);
  if (most === 0 && entry.size > 0) return;
  let size = 0;
  let sum = 0;
  for await (const chunk of content) {
    signal?.throwIfAborted();
    const part = chunk.subarray(0, most - size);
    if (part.length > 0) {
      sum = crc32(part, sum);
      size += part.length;
      yield part;
    }
    if (size === most && most < entry.size) return;
    if (part.length < chunk.length)
      throw new ArchiveProblem(
        'wrong-size',
        `${quoted(entry.path)} is told to be ${bytes(entry.size)} and holds more; it was stopped there.`,
      );
  }
  if (size < entry.size)
    throw new ArchiveProblem(
      'wrong-size',
      `${quoted(entry.path)} is told to be ${bytes(entry.size)} and holds ${bytes(size)}.`,
    );
  const own = sum.toString(16).padStart(8, '0');
  if (entry.crc32 !== null && own !== entry.crc32)
    throw new ArchiveProblem(
      'bad-checksum',
      `${quoted(entry.path)} is told to have the CRC-32 ${entry.crc32}, and its content has ${own}.`,
    );
}
