import { crc32 } from 'node:zlib';
import { ArchiveProblem, count } from '../archive-problem.ts';
import { deflateFault, inflateRaw } from '../inflate.ts';

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const longestHeader = 256 * 1024;

/** How reading a gzip ended: bytes behind its last member that are neither zeros nor another member. */
export interface GzipEnd {
  trailing: boolean;
}

/**
 * Unpacks gzip, all its members, and checks each one's CRC-32 and size. Node's own gunzip throws away what it had unpacked
 * when something follows the last member; here that is told in `end`. Throws ArchiveProblem.
 */
export async function* gunzipped(
  source: AsyncIterable<Uint8Array>,
  end: GzipEnd = { trailing: false },
): AsyncGenerator<Uint8Array> {
  const feed = new Feed(source);
  for (let member = 0; ; member += 1) {
    const header = await readHeader(feed, member === 0);
    if (header === 'none') return;
    if (header === 'other') {
      end.trailing = true;
      return;
    }
    let sum = 0;
    let size = 0;
    try {
      for await (const chunk of inflateRaw(feed.chunks(), Number.POSITIVE_INFINITY, (leftover) =>
        feed.putBack(leftover),
      )) {
        sum = crc32(chunk, sum);
        size = (size + chunk.length) >>> 0;
        yield chunk;
      }
    } catch (thrown) {
      throw asFault(thrown);
    }
    const trailer = await feed.take(8);
    if (trailer.length < 8) throw tooEarly();
    const told = trailer.readUInt32LE(0);
    if (told !== sum)
      throw new ArchiveProblem(
        'bad-checksum',
        `The gzip around the archive is told to have the CRC-32 ${hex(told)}, and its content has ${hex(sum)}.`,
      );
    if (trailer.readUInt32LE(4) !== size)
      throw new ArchiveProblem(
        'wrong-size',
        `The gzip around the archive is told to hold ${count(trailer.readUInt32LE(4))} bytes (in 32 bits), and holds ${count(size)}.`,
      );
  }
}

function asFault(thrown: unknown): unknown {
  const why = deflateFault(thrown);
  if (why === null) return thrown;
  if (why === 'it ends too early') return tooEarly();
  return new ArchiveProblem(
    'damaged-entry',
    `The gzip around the archive cannot be unpacked further: ${why}.`,
    {
      cause: thrown,
    },
  );
}

function tooEarly(): ArchiveProblem {
  return new ArchiveProblem(
    'truncated',
    'The gzip around the archive ends too early: the object is cut off.',
  );
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** Steps over a member's header. `none`: the source ends, but for zeros; `other`: something else is there. Source: RFC 1952. */
async function readHeader(feed: Feed, first: boolean): Promise<'member' | 'none' | 'other'> {
  const fixed = await feed.take(10);
  if (!first && fixed.every((byte) => byte === 0) && (fixed.length < 10 || (await feed.onlyZeros())))
    return 'none';
  const isMember = fixed.length >= 3 && fixed[0] === 0x1f && fixed[1] === 0x8b && fixed[2] === 8;
  if (!isMember && !first) return 'other';
  if (fixed.length < 10) throw tooEarly();
  if (!isMember) throw new ArchiveProblem('damaged-entry', 'The gzip is packed with an unknown method.');
  const flags = fixed[3] as number;
  if (flags & FEXTRA) {
    const length = await feed.take(2);
    if (length.length < 2) throw tooEarly();
    await feed.take(length.readUInt16LE(0));
  }
  if (flags & FNAME) await feed.skipText(longestHeader);
  if (flags & FCOMMENT) await feed.skipText(longestHeader);
  if (flags & FHCRC) await feed.take(2);
  return 'member';
}

/** A source that can be read by lengths, and given back what was too much. */
class Feed {
  private readonly source: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let left = length;
    while (left > 0 && (await this.some())) {
      const part = this.held.subarray(0, left);
      this.held = this.held.subarray(part.length);
      left -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Steps over a text that ends with a zero. */
  async skipText(most: number): Promise<void> {
    for (let skipped = 0; ; skipped += 1) {
      if (!(await this.some())) throw tooEarly();
      const byte = this.held[0];
      this.held = this.held.subarray(1);
      if (byte === 0) return;
      if (skipped > most) throw new ArchiveProblem('damaged-entry', 'The gzip’s header has no end.');
    }
  }

  async onlyZeros(): Promise<boolean> {
    while (await this.some()) {
      if (this.held.some((byte) => byte !== 0)) return false;
      this.held = new Uint8Array();
    }
    return true;
  }

  /** The rest; it stays open when its reader leaves, since another member may follow. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    while (await this.some()) {
      const chunk = this.held;
      this.held = new Uint8Array();
      yield chunk;
    }
  }

  putBack(leftover: Uint8Array): void {
    this.held = leftover;
  }

  private async some(): Promise<boolean> {
    while (this.held.length === 0) {
      const next = await this.source.next();
      if (next.done) return false;
      this.held = next.value;
    }
    return true;
  }
}
