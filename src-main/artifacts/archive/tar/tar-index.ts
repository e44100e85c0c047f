import { crc32 } from 'node:zlib';
import type { ArchiveEntry, ArchiveFaultView } from '#shared/domain/artifact.ts';
import { ArchiveProblem, bytes, count, found, quoted } from '../archive-problem.ts';
import type { ArchiveLimits } from '../archive-options.ts';
import { markClashes } from '../name-clashes.ts';
import { Pace } from '../pace.ts';
import { readPax } from './pax.ts';
import type { TarBytes } from './tar-bytes.ts';
import { tarEntry } from './tar-entry.ts';
import { BLOCK, checksumFits, isZeroBlock, readHeader, tarText } from './tar-header.ts';
import type { TarHeader } from './tar-header.ts';

/** The entries of a tar as far as it could be read. */
export interface TarIndex {
  readonly entries: ArchiveEntry[];
  /** Where each entry's content begins in the unpacked tar. */
  readonly offsets: number[];
  readonly faults: ArchiveFaultView[];
}

/** Long names and pax headers beyond this are an attack: paths end at a few thousand bytes. */
const mostExtraBytes = 1024 * 1024;
/** Sparse files with more blocks of map than this have more than 21 million holes. */
const mostMapBlocks = 1_000_000;
/** Writers fill the last record with zeros; so much is looked at. */
const mostPadding = 64 * 1024;

/**
 * Walks through the headers. Each stands behind the body before it, so what is wrong with one hides all that follow; the
 * entries before it stay readable. Throws what reading throws, but for ArchiveProblems, which end the walk.
 */
export async function indexTar(source: TarBytes, limits: ArchiveLimits): Promise<TarIndex> {
  const pace = new Pace(limits.signal);
  const walk = new Walk(source, limits);
  try {
    while (await walk.step()) if (pace.due()) await pace.rest();
  } catch (thrown) {
    if (!(thrown instanceof ArchiveProblem) || thrown.fault === 'changed-meanwhile') throw thrown;
    walk.index.faults.push(found(thrown.fault, thrown.message));
  }
  await markClashes(walk.index.entries, pace);
  return walk.index;
}

class Walk {
  readonly index: TarIndex = { entries: [], offsets: [], faults: [] };
  private readonly source: TarBytes;
  private readonly limits: ArchiveLimits;
  private forAll = new Map<string, string>();
  private own = new Map<string, string>();
  private longName: string | undefined;
  private longTarget: string | undefined;

  constructor(source: TarBytes, limits: ArchiveLimits) {
    this.source = source;
    this.limits = limits;
  }

  /** One header with what belongs to it; false when the walk is over. */
  async step(): Promise<boolean> {
    const at = this.source.at;
    const block = await this.source.take(BLOCK);
    if (block.length === 0)
      return this.stop('truncated', 'The tar ends without its end mark; it may be cut off.');
    if (block.length < BLOCK)
      return this.stop('truncated', `The tar is cut off in the header at byte ${count(at)}.`);
    if (isZeroBlock(block)) return this.end();
    if (!checksumFits(block))
      return this.stop(
        'damaged-directory',
        `The header at byte ${count(at)} does not fit its checksum; what follows cannot be found.`,
      );
    const header = readHeader(block);
    if (Number.isNaN(header.size))
      return this.stop(
        'damaged-directory',
        `The header of ${quoted(header.name)} tells no usable size; what follows cannot be found.`,
      );
    switch (header.type) {
      case 'x':
      case 'g':
        return this.pax(header);
      case 'L':
        this.longName = await this.longText(header);
        return true;
      case 'K':
        this.longTarget = await this.longText(header);
        return true;
      case 'V':
        return true;
      default:
        return this.entry(header);
    }
  }

  private async pax(header: TarHeader): Promise<boolean> {
    const records = readPax(await this.extra(header));
    if (records === null)
      return this.stop(
        'damaged-directory',
        `The pax header before byte ${count(this.source.at)} cannot be read; what follows would be misread.`,
      );
    if (header.type === 'g') this.forAll = new Map([...this.forAll, ...records]);
    else this.own = records;
    if (this.forAll.size > 10_000)
      return this.stop('damaged-directory', 'The pax headers for all files have more than 10,000 records.');
    return true;
  }

  private async longText(header: TarHeader): Promise<string> {
    const body = await this.extra(header);
    const end = body.indexOf(0);
    return tarText(end < 0 ? body : body.subarray(0, end));
  }

  /** A body that belongs to the next header. */
  private async extra(header: TarHeader): Promise<Buffer> {
    if (header.size > mostExtraBytes)
      throw new ArchiveProblem(
        'damaged-directory',
        `A header of ${bytes(header.size)} stands before byte ${count(this.source.at)}; more than ${bytes(mostExtraBytes)} is refused.`,
      );
    const body = await this.source.take(header.size);
    const skipped = await this.source.skip(padding(header.size));
    if (body.length + skipped < header.size + padding(header.size))
      throw new ArchiveProblem('truncated', 'The tar is cut off in a header.');
    return body;
  }

  private async entry(header: TarHeader): Promise<boolean> {
    if (this.index.entries.length >= this.limits.maxEntries)
      return this.stop(
        'too-many-entries',
        `The archive has more than ${count(this.limits.maxEntries)} entries; the first are listed.`,
      );
    for (let more = header.sparse?.more ?? false, blocks = 0; more; blocks += 1) {
      const map = await this.source.take(BLOCK);
      if (map.length < BLOCK)
        throw new ArchiveProblem('truncated', 'The tar is cut off in the map of a sparse file.');
      if (blocks > mostMapBlocks)
        throw new ArchiveProblem('damaged-directory', 'The map of a sparse file has no end.');
      more = map[504] === 1;
    }
    const made = tarEntry(header, this.index.entries.length, this);
    this.own = new Map();
    this.longName = undefined;
    this.longTarget = undefined;
    const { entry, stored } = made;
    this.index.entries.push(entry);
    this.index.offsets.push(this.source.at);
    if (Number.isNaN(stored))
      return this.stop(
        'damaged-directory',
        `The pax header of ${quoted(entry.path)} tells no usable size; what follows cannot be found.`,
      );
    let sum = 0;
    const skipped = await this.source.skip(stored, (part) => {
      sum = crc32(part, sum);
    });
    const last = this.index.entries.length - 1;
    if (skipped >= stored) {
      // Only the last entry may miss its padding.
      await this.source.skip(padding(stored));
      if (this.source.passesAll && entry.kind === 'file')
        this.index.entries[last] = { ...entry, crc32: sum.toString(16).padStart(8, '0') };
      return true;
    }
    const sentence = `${quoted(entry.path)} should have ${bytes(stored)}, and the archive ends after ${bytes(skipped)} of it.`;
    this.index.entries[last] = { ...entry, faults: [...entry.faults, found('truncated', sentence)] };
    return this.stop('truncated', `The tar is cut off: ${sentence}`);
  }

  /** What `tarEntry` takes into account beside the header. */
  get words() {
    return { own: this.own, forAll: this.forAll, longName: this.longName, longTarget: this.longTarget };
  }

  /** Zeros end a tar; anything behind them is not part of it. */
  private async end(): Promise<false> {
    const rest = await this.source.take(mostPadding);
    if (rest.some((byte) => byte !== 0))
      this.index.faults.push(
        found('trailing-data', `Something follows behind the end of the tar, within ${bytes(mostPadding)}.`),
      );
    // Read to the end, a gzip around it is checked.
    while ((await this.source.skip(mostWholeRest)) > 0);
    return false;
  }

  private stop(fault: ArchiveFaultView['fault'], sentence: string): false {
    this.index.faults.push(found(fault, sentence));
    return false;
  }
}

const mostWholeRest = 1024 * 1024;

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
