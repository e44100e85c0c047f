import type { FileHandle } from 'node:fs/promises';

/** A chunk comes as the network gives it, 64 KiB at most: one call of the file system for each would cost more than the writing. */
const WRITE_BYTES = 256 * 1024;

/** Writes chunks one behind the other into a file, several in one call, while the next ones come. A chunk is the writer's own once it is written. */
export interface PlaceWriter {
  /** Resolves when there is room for more. Throws what an earlier write threw. */
  write(chunk: Uint8Array): Promise<void> | undefined;
  /** Everything is written. */
  end(): Promise<void>;
}

/** @param from where in the file the first chunk goes; whoever opened the file closes it. */
export function createPlaceWriter(file: FileHandle, from: number): PlaceWriter {
  let at = from;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await writing;
    const [chunks, position] = [waiting, at];
    at += waitingBytes;
    [waiting, waitingBytes] = [[], 0];
    writing = chunks.length === 0 ? Promise.resolve() : writeAll(file, chunks, position);
    // Looked at by the next flush.
    writing.catch(() => undefined);
  }

  return {
    write(chunk) {
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      return waitingBytes >= WRITE_BYTES ? flush() : undefined;
    },
    async end() {
      await flush();
      await writing;
    },
  };
}

async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  const whole = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const { bytesWritten } = await file.writev(chunks, position);
  if (bytesWritten === whole) {
    for (const chunk of chunks) giveBack(chunk);
    return;
  }
  // A nearly full disk may take a part of it: the rest says why.
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  for (let written = 0; written < rest.length;) {
    const done = await file.write(rest, written, rest.length - written, position + bytesWritten + written);
    written += done.bytesWritten;
  }
}

/**
 * Frees a chunk's memory now: left to the collector, tens of megabytes of read chunks wait for it. Only one that has its memory
 * to itself; runtimes older than ES2024 leave it to the collector.
 */
function giveBack(chunk: Uint8Array): void {
  const memory = chunk.buffer as ArrayBuffer & { transfer?: (length: number) => ArrayBuffer };
  if (chunk.byteLength === memory.byteLength) memory.transfer?.(0);
}
