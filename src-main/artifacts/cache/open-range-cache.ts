import { LRUCache } from 'lru-cache';
import type { KeyHandle } from '../../vault/key-handle.ts';
import type { RangeCache } from '../ports.ts';
import { createBlockCipher } from './block-cipher.ts';
import { openBlockFiles, type BlockFiles } from './block-files.ts';
import { covers, packed, partsOf, united, unpacked, type KnownPart } from './range-block.ts';

export const DEFAULT_CACHE_BYTES = 1024 ** 3;

/** A file takes at least this much of the disk, however small it is. */
const DISK_UNIT = 4096;
/** A range of more than this passes by: it would push out everything else. */
const LARGEST_SHARE = 4;
const TOUCH_AFTER_MS = 60_000;
/** Failed writes in a row after which no more are tried: two processes may be in each other's way once. */
const MOST_FAILURES = 3;

/** What the cache has on the disk. `objects` counts contents, not files. */
export interface CacheFacts {
  readonly bytes: number;
  readonly maxBytes: number;
  readonly objects: number;
}

export interface DiskRangeCache extends RangeCache {
  facts(): Promise<CacheFacts>;
  /** Removes everything at once, also what is being written; answers what there was. Writing begins again. */
  clear(): Promise<CacheFacts>;
  /** Waits for what is being written or removed. Nothing is read or written afterwards. */
  close(): Promise<void>;
}

export interface RangeCacheOptions {
  /** Of this cache alone; made when it is first written to. */
  readonly folder: string;
  readonly maxBytes?: number;
  readonly dataKey: KeyHandle;
  /** Epoch ms. */
  readonly now?: () => number;
  /** Stands for the disk in tests. */
  readonly files?: BlockFiles;
}

/** What is known of a file without reading it: its bytes on the disk, and when its time of use was last written. */
interface Kept {
  readonly bytes: number;
  touchedAt: number;
}

const onDisk = (bytes: number): number => Math.ceil(bytes / DISK_UNIT) * DISK_UNIT;
const folderOf = (path: string): string => path.slice(0, path.indexOf('/'));

/**
 * Opens a cache of ranges on the disk: blocks of 256 KB, each encrypted and bound to its place, the longest unused going first.
 * What was kept before is looked through in the background. A disk that is full or refuses ends the writing until the cache is
 * cleared or opened anew; reading goes on. Two processes may share a folder: each keeps what it knows of within the bound,
 * and looks again at what is there after each quarter of the bound that it wrote.
 */
export function openRangeCache(options: RangeCacheOptions): DiskRangeCache {
  const { folder, dataKey, maxBytes = DEFAULT_CACHE_BYTES, now = Date.now } = options;
  const files = options.files ?? openBlockFiles(folder, now);
  const cipher = createBlockCipher(dataKey);
  const removals = new Set<Promise<void>>();
  const work = new Set<Promise<unknown>>();
  let era = 0;
  let writes = true;
  let closed = false;
  let writtenSinceLook = 0;
  let failures = 0;

  const remove = (path: string): Promise<void> => {
    const removal = files.remove(path).finally(() => removals.delete(removal));
    removals.add(removal);
    return removal;
  };
  const kept = new LRUCache<string, Kept>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: ({ bytes }) => Math.max(1, onDisk(bytes)),
    dispose: (_gone, path, reason) => {
      if (reason === 'evict') void remove(path);
    },
  });

  const look = async (): Promise<void> => {
    const begun = era;
    const before = [...kept.keys()];
    const found = await files.list().catch(() => []);
    if (begun !== era) return;
    const there = new Set(found.map(({ path }) => path));
    for (const path of before) if (!there.has(path)) kept.delete(path);
    const used = [...kept.keys()].reverse();
    for (const { path, bytes, usedAt } of found) {
      if (!kept.has(path)) keep(path, { bytes, touchedAt: usedAt });
    }
    // What was used meanwhile is younger than what was only found.
    for (const path of used) kept.get(path);
  };
  /** What does not fit at all is not taken in by `kept`, so it must go from the disk as well. */
  const keep = (path: string, file: Kept): void => {
    kept.set(path, file);
    if (!kept.has(path)) void remove(path);
  };
  let looked = look();

  const readPart = async (identity: string, block: number): Promise<KnownPart | null> => {
    const place = { identity, block };
    const name = cipher.nameOf(place);
    const path = `${name.folder}/${name.file}`;
    const sealed = await files.read(path);
    if (sealed === null) {
      kept.delete(path);
      return null;
    }
    const plain = cipher.unseal(sealed, place);
    const part = plain && unpacked(plain);
    if (!part) {
      kept.delete(path);
      await remove(path);
      return null;
    }
    if (!kept.has(path)) keep(path, { bytes: sealed.length, touchedAt: 0 });
    const file = kept.get(path);
    if (file && now() - file.touchedAt > TOUCH_AFTER_MS) {
      file.touchedAt = now();
      await files.touch(path);
    }
    return part;
  };

  const writePart = async (identity: string, block: number, added: KnownPart): Promise<void> => {
    const known = await readPart(identity, block);
    if (known && covers(known, added.start, added.start + added.bytes.length)) return;
    const place = { identity, block };
    const sealed = cipher.seal(packed(united(known, added)), place);
    const name = cipher.nameOf(place);
    const path = `${name.folder}/${name.file}`;
    if (!writes) return;
    try {
      await files.write(path, sealed);
    } catch (thrown) {
      failures += 1;
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
      writes = code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EROFS' && failures < MOST_FAILURES;
      return;
    }
    failures = 0;
    keep(path, { bytes: sealed.length, touchedAt: now() });
    writtenSinceLook += sealed.length;
    if (writtenSinceLook > maxBytes / LARGEST_SHARE) {
      writtenSinceLook = 0;
      looked = look();
    }
  };

  const during = <T>(doing: Promise<T>): Promise<T> => {
    const watched = doing.finally(() => work.delete(watched));
    work.add(watched);
    return watched;
  };

  const read = async (identity: string, from: number, length: number): Promise<Uint8Array | null> => {
    const whole = Buffer.alloc(length);
    let at = 0;
    for (const { block, start, end } of partsOf(from, length)) {
      const part = await readPart(identity, block);
      if (!part || !covers(part, start, end)) return null;
      whole.set(part.bytes.subarray(start - part.start, end - part.start), at);
      at += end - start;
    }
    return whole;
  };
  const write = async (identity: string, from: number, bytes: Uint8Array): Promise<void> => {
    const begun = era;
    let at = 0;
    for (const { block, start, end } of partsOf(from, bytes.length)) {
      await writePart(identity, block, { start, bytes: bytes.subarray(at, at + end - start) });
      at += end - start;
      if (closed || !writes || begun !== era) return;
    }
  };

  return {
    async get(identity, from, length) {
      if (closed || length <= 0 || from < 0) return length === 0 ? new Uint8Array() : null;
      if (length > maxBytes) return null;
      return during(read(identity, from, length)).catch(() => null);
    },
    async put(identity, from, bytes) {
      if (closed || !writes || bytes.length === 0 || bytes.length > maxBytes / LARGEST_SHARE) return;
      await during(write(identity, from, bytes)).catch(() => undefined);
    },
    async facts() {
      await looked;
      const objects = new Set([...kept.keys()].map(folderOf)).size;
      return { bytes: kept.calculatedSize, maxBytes, objects };
    },
    async clear() {
      const before = await this.facts();
      era += 1;
      kept.clear();
      // What is being written ends first, so that nothing of it comes after the removal.
      await Promise.allSettled(work);
      await files.removeAll().catch(() => undefined);
      kept.clear();
      failures = 0;
      writes = true;
      return before;
    },
    async close() {
      closed = true;
      await Promise.allSettled([...work, looked]);
      await Promise.allSettled(removals);
    },
  };
}
