import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { ArchiveProblem } from '../archive/archive-problem.ts';
import type { ContentStream } from '../ports.ts';

/** What a kind of content is told by. */
export const SNIFF_BYTES = 4096;

/** The beginning of a content, and what turned out to be wrong with it while it was read. */
export interface Beginning {
  readonly bytes: Uint8Array;
  /** Null where all that was asked for could be read. */
  readonly fault: ArchiveFaultView | null;
}

/**
 * Reads from the beginning: at first enough to tell what it is, then as much as `wanted` answers to that. One stream, left
 * as soon as there is enough. A damaged content gives what came before the damage; anything else throws ActionDeskError
 * (or the signal's reason).
 */
export async function readBeginning(
  content: ContentStream,
  mostBytes: number,
  wanted: (sniffed: Uint8Array) => Promise<number>,
  signal?: AbortSignal,
): Promise<Beginning> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let most = mostBytes;
  let asked = false;
  let fault: ArchiveFaultView | null = null;
  try {
    for await (const chunk of content.chunks(mostBytes, signal)) {
      parts.push(chunk);
      length += chunk.length;
      if (!asked && length >= SNIFF_BYTES) {
        asked = true;
        most = Math.min(most, await wanted(joined(parts, SNIFF_BYTES)));
      }
      if (length >= most && length < content.size) break;
    }
  } catch (thrown) {
    fault = faultOf(thrown, signal);
  }
  return { bytes: joined(parts, most), fault };
}

/** Bytes of a page; as `readBeginning` for what goes wrong. */
export async function readPage(
  content: ContentStream,
  from: number,
  length: number,
  signal?: AbortSignal,
): Promise<Beginning> {
  try {
    return { bytes: await content.slice(from, length, signal), fault: null };
  } catch (thrown) {
    return { bytes: new Uint8Array(), fault: faultOf(thrown, signal) };
  }
}

function faultOf(thrown: unknown, signal: AbortSignal | undefined): ArchiveFaultView {
  if (thrown instanceof ArchiveProblem) return { fault: thrown.fault, sentence: thrown.message };
  if (signal?.aborted) throw signal.reason;
  throw toActionDeskError(thrown);
}

function joined(parts: readonly Uint8Array[], most: number): Uint8Array {
  return parts.length === 1
    ? (parts[0] as Uint8Array).subarray(0, most)
    : Buffer.concat(parts).subarray(0, most);
}
