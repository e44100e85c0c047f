import type { Preview, PreviewKind } from '#shared/domain/artifact-preview.ts';
import { byteSize } from '#renderer/ui/byte-size.ts';

/** What the ways to show a content are called. */
export const KIND_WORDS: Record<PreviewKind, string> = {
  text: 'Text',
  formatted: 'Formatted',
  table: 'Table',
  image: 'Image',
  pdf: 'PDF',
  hex: 'Hex',
};

/** How much of a content was read, where it is not all of it; null where it is. */
export function cutWords({ read, size, shown }: Pick<Preview, 'read' | 'size' | 'shown'>): string | null {
  if (shown.kind === 'hex' || shown.kind === 'none' || read >= size) return null;
  return `Only the first ${byteSize(read)} of ${byteSize(size)} were read. Save it to have all.`;
}

/** How many values look like secrets, and how one of them is seen while they are covered. */
export function secretWords(count: number, covered: boolean): string {
  const words = count === 1 ? '1 value looks like a secret' : `${count} values look like secrets`;
  if (!covered) return `${words}.`;
  return `${words} and ${count === 1 ? 'is covered; Tab and Enter show it.' : 'are covered; Tab and Enter show one.'}`;
}
