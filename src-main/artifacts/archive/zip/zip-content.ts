import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import type { ContentStream, OpenObject } from '../../ports.ts';
import { ArchiveProblem, CLOSING_FAULTS, bytes, quoted } from '../archive-problem.ts';
import { checked } from '../checked-content.ts';
import { deflateFault, inflateRaw } from '../inflate.ts';
import { sliceOf } from '../object-content.ts';
import { EntryBytes } from './entry-bytes.ts';
import { checkLocalHeader, localHeaderBytes } from './local-header.ts';
import { methodName, STORE } from './methods.ts';
import { LOCAL_BYTES } from './spans.ts';

/** Where an entry lies, and what the directory says of it. */
export interface ZipPlace {
  readonly entry: ArchiveEntry;
  /** Of the local header. */
  readonly start: number;
  readonly nameBytes: number;
  /** Where the next entry, or else the directory, begins. */
  readonly limit: number;
  readonly directoryStart: number;
}

/** Local headers have longer extra fields than the directory; whatever is spared here costs a second request. */
const headerSlack = 1024;
/** A stored entry's bytes this far in are worth a request of their own, after one for the header. */
const skippedFrom = 1024 * 1024;

/** The bytes that one request for the whole entry asks for; a local header that is longer than most costs another one. */
export function zipStretch(place: ZipPlace): { from: number; to: number } | null {
  const { entry, start, nameBytes, limit } = place;
  const packed = entry.compressedSize ?? 0;
  if (start < 0 || (packed === 0 && entry.size === 0)) return null;
  return { from: start, to: Math.min(start + LOCAL_BYTES + nameBytes + headerSlack + packed, limit) };
}

/** An entry's content: header and data come with one request, whose length is known from the directory. */
export function zipContent(object: OpenObject, place: ZipPlace): ContentStream {
  const { entry } = place;
  const closing = entry.faults.find(({ fault }) => CLOSING_FAULTS.has(fault));
  if (closing) throw new ArchiveProblem(closing.fault, closing.sentence);
  if (place.start < 0) throw new ArchiveProblem('damaged-entry', `${quoted(entry.path)} lies nowhere.`);
  const stored = entry.method === methodName(STORE);
  const packed = entry.compressedSize ?? 0;
  let dataStart: number | null = null;

  /** Enough packed bytes for so many unpacked ones, unless someone packed them badly on purpose. */
  const enough = (wanted: number) => {
    if (wanted >= entry.size) return packed;
    return Math.min(packed, stored ? wanted : Math.ceil(wanted * 1.001) + 64 * 1024);
  };

  const openData = async (wanted: number, signal: AbortSignal | undefined) => {
    const guess = place.start + LOCAL_BYTES + place.nameBytes + headerSlack + enough(wanted);
    const source = new EntryBytes(object, place.start, Math.min(guess, place.limit), place.limit, signal);
    const fixed = Buffer.from(await source.take(LOCAL_BYTES));
    const length = localHeaderBytes(fixed, place);
    const rest = await source.take(Math.min(length, place.limit - place.start) - LOCAL_BYTES);
    if (place.start + length + packed > place.limit) throw reachesTooFar(place);
    checkLocalHeader(Buffer.concat([fixed, rest]), place);
    dataStart = place.start + length;
    return source.upTo(packed);
  };

  async function* unpacked(maxBytes: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    // Nothing is there to be checked, and a folder's or an empty file's header is not worth a request.
    if (packed === 0 && entry.size === 0) return;
    const stop = new AbortController();
    const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    try {
      const data = await openData(maxBytes, signals);
      yield* stored ? data : inflateRaw(data, Math.min(maxBytes, entry.size));
    } catch (thrown) {
      throw asDamage(entry, thrown);
    } finally {
      // Whoever needed no more leaves a request open.
      stop.abort();
    }
  }

  return {
    size: entry.size,
    name: entry.path,
    chunks: (maxBytes, signal) => checked(entry, unpacked(maxBytes, signal), maxBytes, signal),
    async slice(from, length, signal) {
      const start = Math.min(Math.max(0, from), entry.size);
      const wanted = Math.min(Math.max(0, length), entry.size - start);
      if (wanted === 0) return new Uint8Array();
      if (stored && dataStart !== null) return object.read(dataStart + start, wanted, signal);
      if (stored && start > skippedFrom) {
        for await (const chunk of unpacked(1, signal)) if (chunk.length > 0) break;
        return object.read((dataStart ?? place.start) + start, wanted, signal);
      }
      const whole = checked(entry, unpacked(start + wanted, signal), start + wanted, signal);
      return sliceOf(whole, start, wanted);
    },
  };
}

function reachesTooFar(place: ZipPlace): ArchiveProblem {
  const name = quoted(place.entry.path);
  return place.limit === place.directoryStart
    ? new ArchiveProblem('damaged-entry', `${name} reaches into the directory of the archive.`)
    : new ArchiveProblem(
        'overlapping-entries',
        `${name} reaches into the entry behind it, as in an overlap bomb.`,
      );
}

function asDamage(entry: ArchiveEntry, thrown: unknown): unknown {
  const why = deflateFault(thrown);
  if (why === null) return thrown;
  const from = bytes(entry.compressedSize ?? 0);
  return new ArchiveProblem(
    'damaged-entry',
    `The ${from} of ${quoted(entry.path)} cannot be unpacked: ${why}.`,
    {
      cause: thrown,
    },
  );
}
