import type {
  ArchiveEntry,
  ArchiveFaultView,
  ArchiveMakeup,
  ArtifactKind,
  BucketView,
  Fetched,
  ObjectFacts,
  ObjectPlace,
  ObjectRow,
  VersionRow,
} from '#shared/domain/artifact.ts';

/**
 * One object at one moment: every read names its ETag (If-Match), so that what is put together is of one and the same
 * content. Reads throw ActionDeskError; `not-allowed-now` says that the object was replaced meanwhile.
 */
export interface OpenObject {
  readonly place: ObjectPlace;
  readonly facts: ObjectFacts;
  /** Exactly `length` bytes from `from`; both within `facts.size`. One request, unless the cache has them. */
  read(from: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** The bytes `[from, to)` in chunks of whatever size; one request, gone on with after a broken connection. */
  stream(from: number, to: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** What the reads of this object have cost so far. */
  fetched(): Fetched;
}

/** One page of a listing. Source: ListObjectsV2 in the Amazon S3 API reference. */
export interface ListPage {
  readonly prefixes: readonly string[];
  readonly objects: readonly ObjectRow[];
  /** What the next page begins with; null at the end. */
  readonly cursor: string | null;
}

/** What goes on while everything below a prefix is listed. */
export interface WholeListing {
  readonly bucket: string;
  readonly prefix: string;
  /** Rows as they come: in order of keys within each part, parts in any order. Waits while the listener does. */
  onRows(rows: readonly ObjectRow[]): void;
  /** Told with each answer. */
  onRequest(): void;
  readonly signal: AbortSignal;
}

/**
 * S3 with one kind of credentials in one region. Throws ActionDeskError: `aws-access-denied` and `not-found` are S3's answers,
 * retryable ones say nothing of the object.
 */
export interface ObjectReader {
  readonly region: string;
  /**
   * The object's facts and its last bytes, at most `tailBytes`, with one request. The tail is kept: reads within it
   * ask nobody.
   */
  open(place: ObjectPlace, tailBytes: number, signal?: AbortSignal): Promise<OpenObject>;
  listPage(
    page: { bucket: string; prefix: string; delimiter: string | null; cursor: string | null; count: number },
    signal?: AbortSignal,
  ): Promise<ListPage>;
  /** Everything below a prefix, several parts of the key space at once. Resolves early once the signal is aborted. */
  listAll(listing: WholeListing): Promise<void>;
  versions(
    at: { bucket: string; key: string },
    signal?: AbortSignal,
  ): Promise<{ versions: VersionRow[]; more: boolean }>;
  buckets(signal?: AbortSignal): Promise<BucketView[]>;
  /** Where a bucket lies; works for buckets that may not be listed. Source: HeadBucket's `x-amz-bucket-region`. */
  regionOf(bucket: string, signal?: AbortSignal): Promise<string>;
}

/** What a content can be read through: an entry of an archive, or a plain object. */
export interface ContentStream {
  /** As the directory tells it; the stream is checked against it. */
  readonly size: number;
  readonly name: string;
  /**
   * The content from its beginning, unpacked; at most `maxBytes` of it. Read to its end, it has been checked (size,
   * CRC-32 where there is one): a content that fails throws an ArchiveProblem after the last chunk.
   */
  chunks(maxBytes: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Bytes `[from, from + length)` of the unpacked content, fewer at its end. Reads no more than it must. */
  slice(from: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
}

/** An archive that was looked into. Entries are in the order of its directory. */
export interface OpenArchive {
  readonly kind: ArtifactKind;
  readonly entries: readonly ArchiveEntry[];
  readonly comment: string | null;
  /** Null for a plain object. */
  readonly makeup: ArchiveMakeup | null;
  readonly faults: readonly ArchiveFaultView[];
  /** Throws ArchiveProblem for an entry whose faults close it. `null` is the object itself, as stored. */
  content(entry: number | null): ContentStream;
  /**
   * Many entries that are to be read through, each once: neighbours come with one request, or what is packed as a whole with
   * one reading. Absent where that is no gain. `signal` ends what is fetched ahead.
   */
  together?(entries: readonly number[], signal: AbortSignal): Together;
}

/** Entries that are read together. */
export interface Together {
  /** The entries in the order in which they are to be asked for: that in which they lie. */
  readonly order: readonly number[];
  /** As `OpenArchive.content`; each entry once, several at a time. */
  content(entry: number): ContentStream;
  close(): Promise<void>;
}

/**
 * Ranges of objects on the disk, encrypted. Never throws: a cache that cannot be read or written is one that has nothing.
 * `identity` names content that never changes: bucket, key, version and ETag.
 */
export interface RangeCache {
  get(identity: string, from: number, length: number): Promise<Uint8Array | null>;
  put(identity: string, from: number, bytes: Uint8Array): Promise<void>;
}
