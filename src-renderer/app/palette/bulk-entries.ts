import { ACT_KINDS, type ActKind } from '#shared/domain/acts.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { actWords } from '#renderer/run-acts/act-words.ts';
import type { PaletteEntry } from './entries.ts';

const wordsFor = (selection: RunSelection): string => {
  if (selection.kind === 'matching') return 'all that match';
  return selection.runIds.length === 1 ? 'the selected run' : `the ${selection.runIds.length} selected runs`;
};

/** Acts on the runs that are ticked, or else on all that the page's filter leaves; a dialog shows first who can. */
export function bulkEntries(
  selection: RunSelection | null,
  act: (kind: ActKind, selection: RunSelection) => void,
  readOnly: string | null,
): PaletteEntry[] {
  if (!selection) return [];
  return ACT_KINDS.map((kind) => ({
    id: `bulk ${kind}`,
    group: 'These runs',
    label: `${actWords(kind).label}: ${wordsFor(selection)}…`,
    words: `bulk many selection ${actWords(kind).title}`,
    why: readOnly,
    to: () => act(kind, selection),
  }));
}
