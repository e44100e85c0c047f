import { COMPARED, type Compared, type ComparedRow } from '#shared/domain/artifact-compare.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import { byteSize } from '#renderer/ui/byte-size.ts';

/** The verdicts as they are called, in the order of interest. */
export const VERDICT_WORDS: Record<Compared, { label: string; mark: string }> = {
  added: { label: 'Added', mark: '+' },
  removed: { label: 'Removed', mark: '−' },
  changed: { label: 'Changed', mark: '≠' },
  same: { label: 'Same', mark: '=' },
  unknown: { label: 'Unknown', mark: '?' },
};

/** What the two sides are called, `short` over a narrow column. */
export interface SideNames {
  readonly left: string;
  readonly right: string;
  readonly short: { readonly left: string; readonly right: string };
}

/** By their runs where the left one is known to have succeeded; else by where they stand. */
export function sideNames(greenState: RunState | null): SideNames {
  return greenState === 'succeeded'
    ? { left: 'Last green run', right: 'This run', short: { left: 'Green', right: 'This run' } }
    : { left: 'Left', right: 'Right', short: { left: 'Left', right: 'Right' } };
}

/** What is asked for when a list opens: everything but what is the same. */
export const INTERESTING: readonly Compared[] = COMPARED.filter((verdict) => verdict !== 'same');

/** `+1.2 KB`, `−3 bytes`, `same size`; nothing where one side is missing. */
export function growthWords({ leftSize, rightSize }: Pick<ComparedRow, 'leftSize' | 'rightSize'>): string {
  if (leftSize === null || rightSize === null) return '';
  const growth = rightSize - leftSize;
  if (growth === 0) return 'same size';
  return `${growth > 0 ? '+' : '−'}${byteSize(Math.abs(growth))}`;
}

/** A verdict taken out of the filter or put in. */
export function toggled(verdicts: readonly Compared[], verdict: Compared): Compared[] {
  return COMPARED.filter((one) => (one === verdict ? !verdicts.includes(one) : verdicts.includes(one)));
}
