import { createHash } from 'node:crypto';
import { COMPARED, type Compared, type ComparedRow } from '#shared/domain/artifact-compare.ts';
import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { ArchiveProblem } from '../archive/archive-problem.ts';
import type { OpenArchive } from '../ports.ts';
import { incompleteness, judgePair } from './judge-pair.ts';
import { pairEntries, type Pair } from './pair-entries.ts';

/** Pairs whose contents are read at the same time; each reads both sides. */
const AT_ONCE = 4;

export interface CompareOptions {
  /** Each row as soon as it is known: those that need no reading first, in the order of the archives. */
  onRow(row: ComparedRow): void;
  /** Rows that are known, of all. Called at the beginning, after what needed no reading, and after each content. */
  onProgress?(done: number, total: number): void;
  readonly signal?: AbortSignal;
  /**
   * Reads contents even where CRC-32 and size are equal (or differ in the CRC-32 alone): two different contents with one CRC-32 can be
   * made on purpose, and a directory can lie.
   */
  readonly certain?: boolean;
}

/** How many rows came out which way. */
export type ComparedCounts = Record<Compared, number>;

/**
 * Compares two archives, or two plain objects, by the content of what lies under each path. Fetches only what the directories
 * leave open: entries of equal size without a CRC-32 on both sides (tar, plain objects). Those are hashed (SHA-256). Times,
 * compression, order and permissions never matter. An entry that cannot be read is `unknown` with its fault and the
 * others go on; throws ActionDeskError for what would fail them all, and the signal's reason.
 */
export async function compareArchives(
  left: OpenArchive,
  right: OpenArchive,
  options: CompareOptions,
): Promise<ComparedCounts> {
  const counts = Object.fromEntries(COMPARED.map((verdict) => [verdict, 0])) as ComparedCounts;
  const pairs = pairEntries(left, right);
  // Two plain objects are compared as they are, whatever they were said to be.
  const asTheyAre = left.kind === 'plain' && right.kind === 'plain';
  const leftGap = asTheyAre ? null : incompleteness(left);
  const rightGap = asTheyAre ? null : incompleteness(right);
  let done = 0;
  const settle = (pair: Pair, verdict: Compared, fault: ArchiveFaultView | null): void => {
    counts[verdict] += 1;
    done += 1;
    options.onRow({
      ...{ path: pair.path, verdict, fault },
      ...{ left: pair.left?.index ?? null, right: pair.right?.index ?? null },
      ...{ leftSize: pair.left?.size ?? null, rightSize: pair.right?.size ?? null },
    });
  };
  options.onProgress?.(0, pairs.length);
  const toRead: Pair[] = [];
  for (const pair of brokenAside(pairs, left, leftGap, right, rightGap)) {
    const judged = judgePair(pair, { leftGap, rightGap, certain: options.certain ?? false });
    if (judged === 'read') toRead.push(pair);
    else settle(pair, judged.verdict, judged.fault);
  }
  options.onProgress?.(done, pairs.length);
  await eachOf(toRead, options.signal, async (pair, signal) => {
    const { verdict, fault } = await readPair(left, right, pair, signal);
    settle(pair, verdict, fault);
    options.onProgress?.(done, pairs.length);
  });
  return counts;
}

/** An object that should be an archive and is none is no file of the other archive: it has no row. */
function brokenAside(
  pairs: readonly Pair[],
  left: OpenArchive,
  leftGap: ArchiveFaultView | null,
  right: OpenArchive,
  rightGap: ArchiveFaultView | null,
): Pair[] {
  const isBroken = (archive: OpenArchive, gap: ArchiveFaultView | null): boolean =>
    archive.kind === 'plain' && gap !== null;
  return pairs.flatMap((pair): Pair[] => {
    const kept = {
      ...pair,
      left: isBroken(left, leftGap) ? null : pair.left,
      right: isBroken(right, rightGap) ? null : pair.right,
    };
    return kept.left || kept.right ? [kept] : [];
  });
}

/** Works through the pairs, some at once. The first failure stops all, and is what is thrown when they have stopped. */
async function eachOf(
  pairs: readonly Pair[],
  signal: AbortSignal | undefined,
  work: (pair: Pair, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const queue = pairs.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const pair of queue) {
      if (both.aborted) return;
      try {
        await work(pair, both);
      } catch (thrown) {
        failures.push(thrown);
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (signal?.aborted) throw signal.reason;
  if (failures.length > 0) throw toActionDeskError(failures[0]);
}

async function readPair(
  left: OpenArchive,
  right: OpenArchive,
  pair: Pair,
  signal: AbortSignal,
): Promise<{ verdict: Compared; fault: ArchiveFaultView | null }> {
  // The other side stops when one of them cannot be read.
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const side = async (archive: OpenArchive, index: number | null): Promise<string> => {
    try {
      return await hashOf(archive, index, both);
    } catch (thrown) {
      if (!stop.signal.aborted) stop.abort(thrown);
      throw thrown;
    }
  };
  const hashes = await Promise.allSettled([
    side(left, pair.left?.index ?? null),
    side(right, pair.right?.index ?? null),
  ]);
  signal.throwIfAborted();
  if (stop.signal.aborted) {
    const thrown: unknown = stop.signal.reason;
    if (!(thrown instanceof ArchiveProblem) || thrown.fault === 'changed-meanwhile') throw thrown;
    return { verdict: 'unknown', fault: { fault: thrown.fault, sentence: thrown.message } };
  }
  const [one, other] = hashes.map((hash) => (hash.status === 'fulfilled' ? hash.value : null));
  return { verdict: one === other ? 'same' : 'changed', fault: null };
}

async function hashOf(archive: OpenArchive, index: number | null, signal: AbortSignal): Promise<string> {
  const content = archive.content(index);
  const hash = createHash('sha256');
  for await (const chunk of content.chunks(content.size, signal)) hash.update(chunk);
  return hash.digest('hex');
}
