import { createInflateRaw } from 'node:zlib';
import type { InflateRaw } from 'node:zlib';

const leastOutput = 1024;
const mostOutput = 64 * 1024;

/**
 * Unpacks raw Deflate as it is read, one output chunk at a time. At the stream's own end `onEnd` gets what of the source's
 * last chunk lies behind it. `expected` sizes the output's buffer: small files would else cost as much memory as large ones. Throws zlib's errors (see `deflateFault`) and the source's.
 */
export async function* inflateRaw(
  source: AsyncIterable<Uint8Array>,
  expected: number,
  onEnd: (leftover: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const engine = createInflateRaw({
    chunkSize: Math.min(mostOutput, Math.max(leastOutput, expected + 1)),
  });
  let last: Uint8Array = new Uint8Array();
  let fed = 0;
  const feed = async () => {
    for await (const chunk of source) {
      if (engine.readableEnded || engine.destroyed) return;
      if (chunk.length === 0) continue;
      last = chunk;
      fed += chunk.length;
      await taken(engine, chunk);
      if (engine.readableEnded || engine.destroyed) return;
    }
    if (!engine.destroyed) engine.end();
  };
  const feeding = feed().catch((error: unknown) => {
    engine.destroy(error instanceof Error ? error : new Error('reading broke off', { cause: error }));
  });
  try {
    for await (const output of engine) yield output as Uint8Array;
    onEnd(last.subarray(last.length - (fed - engine.bytesWritten)));
    // The feeder reads from the same source as whoever goes on behind the end.
    await feeding;
  } finally {
    engine.destroy();
  }
}

/** Resolves when the chunk was worked off, or when the engine wants no more: it calls nobody back then. */
function taken(engine: InflateRaw, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      engine.off('end', done);
      engine.off('close', done);
      resolve();
    };
    engine.once('end', done);
    engine.once('close', done);
    engine.write(chunk, done);
  });
}

/** What zlib found, in words; null for errors that are not zlib's. */
export function deflateFault(thrown: unknown): string | null {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!code.startsWith('Z_')) return null;
  return code === 'Z_BUF_ERROR' ? 'it ends too early' : (thrown as Error).message;
}
