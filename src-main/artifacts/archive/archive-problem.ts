import type { ArchiveEntry, ArchiveFault, ArchiveFaultView } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';

/** What keeps a content closed, or what a content turned out to be while it was read. The message is a whole sentence. */
export class ArchiveProblem extends ActionDeskError {
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault, sentence: string, options: { cause?: unknown } = {}) {
    super(fault === 'changed-meanwhile' ? 'not-allowed-now' : 'invalid-input', sentence, options);
    this.fault = fault;
  }
}

/**
 * Faults that close the entry they stand at. The others are warnings: the content can be looked at, and whoever writes
 * it to a disk decides anew. A link is closed where it has no content of its own (tar); in a zip its target is the content.
 */
export const CLOSING_FAULTS: ReadonlySet<ArchiveFault> = new Set<ArchiveFault>([
  'truncated',
  'damaged-entry',
  'wrong-size',
  'overlapping-entries',
  'encrypted',
  'unknown-method',
  'multi-disk',
  'special-file',
]);

/** Whether one of its faults closes the entry, wherever it is packed. */
export const isClosed = ({ faults }: ArchiveEntry): boolean =>
  faults.some(({ fault }) => CLOSING_FAULTS.has(fault));

/** A fault as it is shown. */
export function found(fault: ArchiveFault, sentence: string): ArchiveFaultView {
  return { fault, sentence };
}

/** The entry of this number; throws `not-found`. */
export function entryAt(entries: readonly ArchiveEntry[], index: number): ArchiveEntry {
  const entry = entries[index];
  if (!entry) throw new ActionDeskError('not-found', `The archive has no entry number ${index}.`);
  return entry;
}

const longestQuoted = 120;

const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A stranger's name inside a sentence: cut in its middle, with control and direction characters written out. */
export function quoted(name: string): string {
  const half = longestQuoted / 2;
  const cut = name.length > longestQuoted ? `${name.slice(0, half)}…${name.slice(-half)}` : name;
  const shown = cut.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `“${shown}”`;
}

/** A number of things with thousands separated, the same in every locale. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A number of bytes in full: faults are about exact places and lengths. */
export function bytes(value: number): string {
  return value === 1 ? '1 byte' : `${count(value)} bytes`;
}
