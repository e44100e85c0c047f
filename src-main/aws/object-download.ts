import { constants } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ObjectFacts, ObjectPlace } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { inParallel } from './in-parallel.ts';
import { bodyBetween } from './object-body.ts';
import { checkFile, crcCheckOf, crcOfFile, type Checked, type CrcCheck } from './object-checksum.ts';
import type { CrcPiece } from './object-crc.ts';
import { createPlaceWriter } from './place-writer.ts';
import type { S3ObjectReader } from './object-reader.ts';
import type { S3Door } from './s3-door.ts';
import { toRefused } from './s3-problem.ts';
import { createBucketSender } from './s3-regions.ts';

/** One request each; what a broken download loses at most for each that was under way. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 6;

/** Never through a link that somebody laid there. Windows has no such flag, and asks for a privilege to lay one. */
const NO_LINK = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;
const GO_ON = constants.O_RDWR | NO_LINK;
const BEGIN = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_LINK;

/** How many until the disk is made to begin with them, so that it is not left with everything at the end. */
const PARTS_A_SYNC = 8;

/** What one download is about. */
export interface DownloadOrder {
  place: ObjectPlace;
  /** Appears when it is whole; until then there are `<file>.part` and `<file>.part.json`. Mode 0600. */
  file: string;
  signal: AbortSignal;
  /** Called with each chunk; bytes that an earlier try had brought count from the beginning. */
  onProgress(bytesDone: number, bytesTotal: number): void;
}

/** What is there already of an object: only good for exactly this content. */
interface Begun {
  etag: string;
  size: number;
  versionId: string | null;
  partBytes: number;
  done: number[];
}

/**
 * Downloads an object by many ranges at once, straight into its place in the file, and checks the whole. An interrupted download
 * is gone on with by the next call for the same file, as long as the object is the same. Throws ArtifactRefused for S3's
 * refusals, `not-allowed-now` where the object was replaced meanwhile, `unreachable` for content that does not fit its checksum.
 */
export async function downloadObject(
  door: S3Door,
  reader: Pick<S3ObjectReader, 'facts' | 'part' | 'region' | 'knownRegion'>,
  order: DownloadOrder,
): Promise<{ facts: ObjectFacts; sentence: string }> {
  const { place, file, signal } = order;
  const facts = await reader.facts(place, signal);
  const [partFile, noteFile] = [`${file}.part`, `${file}.part.json`];
  const count = Math.ceil(facts.size / PART_BYTES);
  const done = await doneBefore(partFile, noteFile, facts, count);
  const crcCheck = crcCheckOf(facts);
  const pieces: CrcPiece[] = [];
  if (done.size === 0) await rm(partFile, { force: true });
  const target = await open(partFile, done.size > 0 ? GO_ON : BEGIN, 0o600);
  const sender = createBucketSender(door, reader.knownRegion(place.bucket) ?? reader.region);
  try {
    let bytes = [...done].reduce((sum, part) => sum + lengthOf(part, facts.size), 0);
    order.onProgress(bytes, facts.size);
    const missing = Array.from({ length: count }, (_, part) => part).filter((part) => !done.has(part));
    const note = createNote(noteFile, facts, done);
    await note();
    let synced: Promise<void> = Promise.resolve();
    await inParallel(missing, PARTS_AT_ONCE, signal, async (part, ending) => {
      const [from, length] = [part * PART_BYTES, lengthOf(part, facts.size)];
      const source = {
        ...{ sender, place, etag: facts.etag, silenceMs: door.timeoutMs, onRequest: () => undefined },
        onBytes(received: number) {
          bytes += received;
          order.onProgress(bytes, facts.size);
        },
      };
      const crc = crcCheck?.kind.begin();
      const writer = createPlaceWriter(target, from);
      try {
        for await (const chunk of bodyBetween(source, from, from + length, ending)) {
          crc?.update(chunk);
          await writer.write(chunk);
        }
      } finally {
        await writer.end();
      }
      if (crc) pieces[part] = { value: crc.value(), bytes: length };
      done.add(part);
      if (!crcCheck && done.size % PARTS_A_SYNC === 0) {
        synced = synced.then(() => target.datasync());
        // Told at the end: a disk says only once that it failed.
        synced.catch(() => undefined);
      }
      await note();
    });
    await synced;
    // Where a CRC is known, a later try reads what the note calls done and finds what a power cut took. Else the disk has to say it.
    if (!crcCheck) await target.sync();
  } catch (thrown) {
    const action = place.versionId === null ? 's3:GetObject' : 's3:GetObjectVersion';
    throw toRefused(thrown, { whose: door.whose, action, ...place });
  } finally {
    await target.close();
  }
  const checked = crcCheck
    ? await checkParts(crcCheck, pieces, partFile, facts.size, signal)
    : await checkFile(partFile, facts, (part) => reader.part(place, facts.etag, part, signal), signal);
  if (!checked.fits) {
    await Promise.all([rm(partFile, { force: true }), rm(noteFile, { force: true })]);
    throw new ActionDeskError('unreachable', checked.sentence, { retryable: true });
  }
  await rename(partFile, file);
  await rm(noteFile, { force: true });
  return { facts, sentence: checked.sentence };
}

const lengthOf = (part: number, size: number): number => Math.min(PART_BYTES, size - part * PART_BYTES);

/** What came now was added up as it came; parts of an earlier try are read from the file. */
async function checkParts(
  check: CrcCheck,
  pieces: CrcPiece[],
  file: string,
  size: number,
  signal: AbortSignal,
): Promise<Checked> {
  for (let part = 0; part * PART_BYTES < size; part += 1) {
    const where = { from: part * PART_BYTES, bytes: lengthOf(part, size) };
    pieces[part] ??= await crcOfFile(check.kind, file, where, signal);
  }
  return check.checked(pieces);
}

/** Parts that an earlier try has brought of the very same content; anything that does not fit begins anew. */
async function doneBefore(
  partFile: string,
  noteFile: string,
  facts: ObjectFacts,
  count: number,
): Promise<Set<number>> {
  try {
    const found = JSON.parse(await readFile(noteFile, 'utf8')) as Partial<Begun>;
    const isSame =
      found.etag === facts.etag &&
      found.size === facts.size &&
      found.versionId === facts.versionId &&
      found.partBytes === PART_BYTES;
    const handle = isSame ? await open(partFile, constants.O_RDONLY | NO_LINK) : null;
    await handle?.close();
    const done = Array.isArray(found.done) ? found.done : [];
    return new Set(handle ? done.filter((part) => Number.isInteger(part) && part >= 0 && part < count) : []);
  } catch {
    return new Set();
  }
}

/** Writes down what is done, one write after the other: a note that is cut off by a crash only begins the download anew. */
function createNote(noteFile: string, facts: ObjectFacts, done: ReadonlySet<number>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => {
      const { etag, size, versionId } = facts;
      const begun: Begun = { etag, size, versionId, partBytes: PART_BYTES, done: [...done] };
      return writeFile(noteFile, JSON.stringify(begun), { mode: 0o600 });
    });
    return last;
  };
}

/** Takes away what an interrupted download has left for the next try. */
export async function forgetDownload(file: string): Promise<void> {
  await Promise.all([rm(`${file}.part`, { force: true }), rm(`${file}.part.json`, { force: true })]);
}
