import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import type { OpenArchive, OpenObject } from '../ports.ts';
import { ArchiveProblem, bytes, found } from './archive-problem.ts';
import { ARCHIVE_TAIL_BYTES, limitsOf } from './archive-options.ts';
import type { ArchiveLimits, ArchiveOptions } from './archive-options.ts';
import { guarded } from './guarded-object.ts';
import { objectContent } from './object-content.ts';
import { beginsLike, beginsLikeGzip, beginsLikeZip, promisedKind } from './sniff.ts';
import { openPackedTar, openTar } from './tar/open-tar.ts';
import { BLOCK, checksumFits, hasUstarMagic } from './tar/tar-header.ts';
import { END_BYTES, findEnd } from './zip/end-record.ts';
import type { EndRecord } from './zip/end-record.ts';
import { openZip } from './zip/open-zip.ts';
import type { Tail } from './zip/open-zip.ts';

/** The longest comment, and the records that stand before it. */
const farthestEnd = END_BYTES + 0xffff + 76;
/** Data behind an archive is looked through up to here. */
const widerTail = 256 * 1024;

/**
 * Looks into an object: by what it is, not by its name. What is wrong with the content is told in `faults`, whatever it is;
 * thrown is what S3 refuses, the signal's reason, and `changed-meanwhile`.
 */
export async function openArchive(object: OpenObject, options: ArchiveOptions = {}): Promise<OpenArchive> {
  const limits = limitsOf(options);
  const source = guarded(object);
  const { size } = source.facts;
  if (size === 0) return plain(source, 'is empty (0 bytes)');
  const tail = await readTail(source, ARCHIVE_TAIL_BYTES, limits);
  const end = findEnd(tail.bytes, tail.start);
  // The object's beginning costs a request of its own, and an end that fits is as good as a zip's beginning.
  const isZip = tail.start > 0 && end?.exact === true;
  const head = isZip
    ? Buffer.alloc(0)
    : tail.start === 0
      ? tail.bytes
      : Buffer.from(await source.read(0, Math.min(size, BLOCK), limits.signal));
  const opened = await openPacked(source, head, limits);
  if (opened) return opened;
  if (end || beginsLikeZip(head)) return openZipFrom(source, tail, end, limits);
  return plain(source, `begins with ${beginsLike(head) ?? 'none of the known signs'}`);
}

async function openPacked(
  source: OpenObject,
  head: Buffer,
  limits: ArchiveLimits,
): Promise<OpenArchive | null> {
  if (beginsLikeGzip(head)) {
    try {
      return await openPackedTar(source, limits);
    } catch (thrown) {
      if (!(thrown instanceof ArchiveProblem) || thrown.fault === 'changed-meanwhile') throw thrown;
      return asItIs(source, [found(thrown.fault, thrown.message)]);
    }
  }
  const block = head.subarray(0, BLOCK);
  if (checksumFits(block) || hasUstarMagic(block)) return openTar(source, limits);
  return null;
}

async function readTail(source: OpenObject, length: number, limits: ArchiveLimits): Promise<Tail> {
  const { size } = source.facts;
  const start = Math.max(0, size - length);
  const read = await source.read(start, size - start, limits.signal);
  return { start, bytes: Buffer.from(read.buffer, read.byteOffset, read.byteLength) };
}

/** Looks farther back where the end was not found, or is so near that a part of it may lie before the tail. */
async function openZipFrom(
  source: OpenObject,
  tail: Tail,
  end: EndRecord | null,
  limits: ArchiveLimits,
): Promise<OpenArchive> {
  const complete = end !== null && end.directoryEnd - tail.start >= farthestEnd - END_BYTES - 0xffff;
  if (complete || tail.start === 0) return end ? openZip(source, tail, end, limits) : cutOff(source);
  const from = Math.max(0, tail.start - widerTail);
  const before = await source.read(from, tail.start - from, limits.signal);
  const wider: Tail = { start: from, bytes: Buffer.concat([before, tail.bytes]) };
  const found = findEnd(wider.bytes, from) ?? end;
  return found ? openZip(source, wider, found, limits) : cutOff(source);
}

function cutOff(source: OpenObject): OpenArchive {
  const sentence = `The object begins like a zip and has no directory in its last bytes (of ${bytes(source.facts.size)}): it is cut off, or something long follows it.`;
  return asItIs(source, [found('truncated', sentence)]);
}

/** Not an archive; that is a fault only where one was promised. */
function plain(source: OpenObject, what: string): OpenArchive {
  const promised = promisedKind(source.place.key, source.facts.contentType);
  const fault = promised && found('not-an-archive', `The object is named like ${promised}, but ${what}.`);
  return asItIs(source, fault ? [fault] : []);
}

function asItIs(source: OpenObject, faults: readonly ArchiveFaultView[]): OpenArchive {
  return {
    kind: 'plain',
    entries: [],
    comment: null,
    makeup: null,
    faults,
    content(entry) {
      if (entry !== null) throw new ArchiveProblem('not-an-archive', 'The object has no entries.');
      return objectContent(source);
    },
  };
}
