import type { ArchiveEntry, ArchiveFaultView } from '#shared/domain/artifact.ts';
import type { ContentStream, OpenArchive, OpenObject } from '../../ports.ts';
import {
  ArchiveProblem,
  CLOSING_FAULTS,
  bytes,
  count,
  entryAt,
  found,
  isClosed,
} from '../archive-problem.ts';
import { RATIO_MATTERS_FROM } from '../archive-options.ts';
import type { ArchiveLimits } from '../archive-options.ts';
import { archiveMakeup } from '../archive-makeup.ts';
import { checked } from '../checked-content.ts';
import { objectContent, sliceOf } from '../object-content.ts';
import { readTogether, type Layout } from '../read-together.ts';
import { createForwardRange, type Range } from './forward-range.ts';
import { gunzipped } from './gzip-bytes.ts';
import { objectTarBytes, streamedTarBytes } from './tar-bytes.ts';
import { BLOCK, checksumFits, hasUstarMagic } from './tar-header.ts';
import { indexTar } from './tar-index.ts';
import type { TarIndex } from './tar-index.ts';

/** Packed tars up to here are held in memory: each look at an entry would otherwise read them through again. */
const heldBytes = 8 * 1024 * 1024;

/** Opens a plain tar: its headers are read, its bodies stepped over. */
export async function openTar(object: OpenObject, limits: ArchiveLimits): Promise<OpenArchive> {
  const index = await indexTar(objectTarBytes(object, limits.signal), limits);
  const contentFrom = (at: number, source: OpenObject): ContentStream =>
    tarContent(
      entryAt(index.entries, at),
      index.offsets[at] as number,
      (from, to, signal) => source.stream(from, to, signal),
      (from, length, signal) => source.read(from, length, signal),
    );
  const layout: Layout = {
    content: contentFrom,
    stretch(at) {
      const entry = entryAt(index.entries, at);
      const from = index.offsets[at] as number;
      return isClosed(entry) || entry.size === 0 ? null : { from, to: from + entry.size };
    },
  };
  return {
    ...tarArchive('tar', object, index, (at) => contentFrom(at, object)),
    together: (asked, signal) => readTogether(object, layout, asked, signal),
  };
}

/** Opens a tar within gzip by reading it through, once; null when the gzip holds no tar. Throws ArchiveProblem where it cannot be told. */
export async function openPackedTar(object: OpenObject, limits: ArchiveLimits): Promise<OpenArchive | null> {
  const { size } = object.facts;
  const whole = size <= heldBytes ? await object.read(0, size, limits.signal) : null;
  const packed = async function* (signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    if (whole) yield whole;
    else yield* object.stream(0, size, signal);
  };
  const stop = new AbortController();
  const signal = limits.signal ? AbortSignal.any([limits.signal, stop.signal]) : stop.signal;
  const end = { trailing: false };
  try {
    const unpacked = bounded(gunzipped(packed(signal), end), object, limits);
    const first = await firstBlock(unpacked);
    if (!first.isTar) return null;
    const index = await indexTar(streamedTarBytes(first.chunks), limits);
    const faults: ArchiveFaultView[] = [...index.faults];
    if (end.trailing)
      faults.push(found('trailing-data', 'Something follows behind the gzip around the archive.'));
    const range: Range = (from, to, given) => section(packed, from, to, given);
    const contentBy = (at: number, by: Range): ContentStream =>
      tarContent(entryAt(index.entries, at), index.offsets[at] as number, by, null);
    return {
      ...tarArchive('tar.gz', object, { ...index, faults }, (at) => contentBy(at, range)),
      together(asked, given) {
        const order = [...asked].sort((a, b) => (index.offsets[a] as number) - (index.offsets[b] as number));
        const { range: forward, close } = createForwardRange(gunzipped(packed(given)), range);
        return { order, content: (at) => contentBy(at, forward), close };
      },
    };
  } finally {
    stop.abort();
  }
}

function tarArchive(
  kind: 'tar' | 'tar.gz',
  object: OpenObject,
  index: TarIndex,
  contentOf: (entry: number) => ContentStream,
): OpenArchive {
  return {
    kind,
    entries: index.entries,
    comment: null,
    makeup: archiveMakeup(index.entries),
    faults: index.faults,
    content: (at) => (at === null ? objectContent(object) : contentOf(at)),
  };
}

function tarContent(
  entry: ArchiveEntry,
  offset: number,
  range: Range,
  read: OpenObject['read'] | null,
): ContentStream {
  const closing = entry.faults.find(({ fault }) => CLOSING_FAULTS.has(fault) || fault === 'link');
  if (closing) throw new ArchiveProblem(closing.fault, closing.sentence);
  const chunks = (maxBytes: number, signal?: AbortSignal) => {
    const most = Math.min(Math.max(0, maxBytes), entry.size);
    return checked(entry, range(offset, offset + most, signal), maxBytes, signal);
  };
  return {
    size: entry.size,
    name: entry.path,
    chunks,
    slice(from, length, signal) {
      const start = Math.min(Math.max(0, from), entry.size);
      const wanted = Math.min(Math.max(0, length), entry.size - start);
      if (wanted === 0) return Promise.resolve(new Uint8Array());
      return read
        ? read(offset + start, wanted, signal)
        : sliceOf(range(offset + start, offset + start + wanted, signal), 0, wanted);
    },
  };
}

/** Ends a stream that unpacks to more than anyone packs. */
async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  object: OpenObject,
  limits: ArchiveLimits,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  const most = Math.min(
    limits.maxUnpackedBytes,
    Math.max(RATIO_MATTERS_FROM, object.facts.size * limits.maxRatio),
  );
  for await (const chunk of chunks) {
    limits.signal?.throwIfAborted();
    size += chunk.length;
    if (size > most)
      throw new ArchiveProblem(
        'bomb',
        `The archive unpacks from ${bytes(object.facts.size)} to more than ${count(most)}; it was read no further.`,
      );
    yield chunk;
  }
}

/** Looks at the first header; what was read for it comes again in `chunks`. */
async function firstBlock(chunks: AsyncGenerator<Uint8Array>) {
  const parts: Uint8Array[] = [];
  let problem: ArchiveProblem | null = null;
  let length = 0;
  try {
    while (length < BLOCK) {
      const next = await chunks.next();
      if (next.done) break;
      parts.push(next.value);
      length += next.value.length;
    }
  } catch (thrown) {
    if (!(thrown instanceof ArchiveProblem)) throw thrown;
    problem = thrown;
  }
  const head = Buffer.concat(parts);
  const isTar = checksumFits(head) || hasUstarMagic(head);
  if (!isTar && problem !== null) throw problem;
  const again = async function* (): AsyncGenerator<Uint8Array> {
    yield head;
    if (problem !== null) throw problem;
    yield* chunks;
  };
  return { isTar, chunks: again() };
}

async function* section(
  packed: (signal: AbortSignal | undefined) => AsyncIterable<Uint8Array>,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (to <= from) return;
  const stop = new AbortController();
  const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let at = 0;
  try {
    for await (const chunk of gunzipped(packed(signals))) {
      signals.throwIfAborted();
      const part = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
      at += chunk.length;
      if (part.length > 0) yield part;
      if (at >= to) return;
    }
  } finally {
    stop.abort();
  }
}
