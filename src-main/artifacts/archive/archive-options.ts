import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';

/**
 * How much of an object's end to ask for when it is opened: the directory's end record lies in it unless the archive has a
 * comment or trailing data of that length, and small archives altogether.
 */
export const ARCHIVE_TAIL_BYTES = 64 * 1024;

/** What opening an archive may be told. Everything has a default. */
export interface ArchiveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Entries that are listed; the archive is named `too-many-entries` beyond. */
  readonly maxEntries?: number | undefined;
  /** Unpacked bytes for each packed byte from which content of more than 1 MB is called a bomb. */
  readonly maxRatio?: number | undefined;
  /** Unpacked bytes up to which a tar.gz is read through for its entries. */
  readonly maxUnpackedBytes?: number | undefined;
}

/** The options with every default filled in. */
export interface ArchiveLimits {
  readonly signal: AbortSignal | undefined;
  readonly maxEntries: number;
  readonly maxRatio: number;
  readonly maxUnpackedBytes: number;
}

/** Below this a high ratio harms nobody. */
export const RATIO_MATTERS_FROM = 1024 * 1024;

/** 200,000 entries take about 50 MB in memory. */
export function limitsOf(options: ArchiveOptions): ArchiveLimits {
  return {
    signal: options.signal,
    maxEntries: options.maxEntries ?? 200_000,
    maxRatio: options.maxRatio ?? EXTRACTION_LIMITS.maxRatio,
    maxUnpackedBytes: options.maxUnpackedBytes ?? 64 * 1024 ** 3,
  };
}
