import { COMPARED, type Compared, type ComparedRow } from '#shared/domain/artifact-compare.ts';
import { byteSize } from '#renderer/ui/byte-size.ts';

/** The verdicts as they are called, in the order of interest. */
export const VERDICT_WORDS: Record<Compared, { label: string; mark: string }> = {
  added: { label: 'Added', mark: '+' },
  removed: { label: 'Removed', mark: '−' },
  changed: { label: 'Changed', mark: '≠' },
  same: { label: 'Same', mark: '=' },
  unknown: { label: 'Unknown', mark: '?' },
};

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
