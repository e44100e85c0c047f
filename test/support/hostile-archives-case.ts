import type { ArchiveFault, ArtifactKind } from '#shared/domain/artifact.ts';
import type { ArchiveOptions } from '#main/artifacts/archive/archive-options.ts';

/** A fault and its whole sentence. */
export type Saying = readonly [ArchiveFault, string];

/** What must be told of one entry. */
export interface ExpectedEntry {
  readonly path: string;
  readonly faults?: readonly Saying[];
  /** Its content as text, or what reading it must throw. Left out: it is not read. */
  readonly reads?: string | Saying;
}

/** One hostile archive: what it is, what must be said, and what must still be readable. */
export interface HostileCase {
  readonly name: string;
  readonly make: () => Buffer;
  readonly key?: string;
  readonly options?: ArchiveOptions;
  readonly kind: ArtifactKind;
  readonly faults?: readonly Saying[];
  readonly entries: readonly ExpectedEntry[];
}

/** An honest neighbour: whatever is wrong beside it, it stays readable. */
export const good = { name: 'good.txt', data: 'good content' } as const;
export const readsGood: ExpectedEntry = { path: 'good.txt', reads: 'good content' };

/** A zip named such by its key. */
export const zipKey = 'pipeline/SourceArti/aBcDeFg.zip';
