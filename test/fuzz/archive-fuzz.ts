import { ArchiveProblem } from '#main/artifacts/archive/archive-problem.ts';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import type { OpenArchive } from '#main/artifacts/ports.ts';
import { byteObject } from '#test/support/byte-object.ts';
import { archiveSeeds, inside } from './archive-seeds.ts';
import { mutated, randomOf, withTarChecksums } from './mutations.ts';

/** What one mutated archive led to. */
export interface FuzzRun {
  readonly run: number;
  readonly ms: number;
  /** How it ended: the archive's kind with its faults, or what was thrown. */
  readonly outcome: string;
  /** Null when it was as it must be. */
  readonly wrong: string | null;
}

/** Reading one archive must have ended by then. */
export const deadlineMs = 2000;
const mostEntries = 20;
const mostBytes = 1024 * 1024;

/** Makes the archive of a run: the same one for the same seed and number. */
export function archiveOfRun(seeds: readonly Buffer[], seed: number, run: number): Buffer {
  const random = randomOf((seed ^ Math.imul(run, 0x9e3779b1)) >>> 0);
  const pick = () => seeds[Math.floor(random() * seeds.length)] as Buffer;
  const [original, other] = [pick(), pick()];
  const mend = random() < 0.5;
  const change = (bytes: Buffer) => {
    const broken = mutated(bytes, other, random);
    return mend ? withTarChecksums(broken) : broken;
  };
  return mend ? inside(original, change) : change(original);
}

/** Opens and reads mutated archives, one after the other. */
export async function* fuzzArchives(
  runs: number,
  seed: number,
  seeds: readonly Buffer[] = archiveSeeds(),
): AsyncGenerator<FuzzRun> {
  for (let run = 0; run < runs; run += 1) {
    const bytes = archiveOfRun(seeds, seed, run);
    const from = performance.now();
    let outcome: string;
    let wrong: string | null = null;
    try {
      outcome = await readAll(bytes, run % 3 === 0 ? 100 : 64 * 1024);
    } catch (thrown) {
      outcome = 'threw';
      wrong = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    }
    const ms = performance.now() - from;
    if (ms > deadlineMs) wrong ??= `took ${Math.round(ms)} ms`;
    yield { run, ms, outcome, wrong };
  }
}

async function readAll(bytes: Buffer, tailBytes: number): Promise<string> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error('took too long')), deadlineMs);
  try {
    return await readArchive(bytes, tailBytes, deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function readArchive(bytes: Buffer, tailBytes: number, signal: AbortSignal): Promise<string> {
  const archive = await openArchive(byteObject(bytes, { tailBytes, chunkBytes: 1000 }), { signal });
  for (const { index } of archive.entries.slice(0, mostEntries)) await readEntry(archive, index, signal);
  return [archive.kind, ...new Set(archive.faults.map(({ fault }) => fault))].join(' ');
}

async function readEntry(archive: OpenArchive, index: number, signal: AbortSignal): Promise<void> {
  const entry = archive.entries[index];
  let size = 0;
  try {
    const content = archive.content(index);
    for await (const chunk of content.chunks(mostBytes, signal)) size += chunk.length;
    if (size !== Math.min(content.size, mostBytes))
      throw new Error(`${size} bytes of ${content.size} came out unnoticed`);
    const part = await content.slice(10, 50, signal);
    if (part.length !== Math.min(50, Math.max(0, content.size - 10)))
      throw new Error(`a slice of ${part.length} bytes`);
  } catch (thrown) {
    if (!(thrown instanceof ArchiveProblem)) throw thrown;
  }
  if (size > (entry?.size ?? 0)) throw new Error(`${size} bytes came out of ${entry?.size} told`);
}
