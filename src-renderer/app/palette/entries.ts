/** The headings of the palette, in their order for what is typed. */
export const GROUPS = [
  'Recent',
  'This run',
  'These runs',
  'This pipeline',
  'Go to',
  'Views',
  'Agent',
  'Environments',
  'More',
] as const;

/** One line of the palette. */
export interface PaletteEntry {
  /** Unique in the palette; a recent line has that of the line it repeats with a mark before it. */
  readonly id: string;
  readonly group: (typeof GROUPS)[number];
  readonly label: string;
  readonly detail?: string;
  /** The keyboard's shorter way to the same. */
  readonly keys?: string;
  /** Further words that find it. */
  readonly words?: string;
  /** One of very many: shown only to who searches. */
  readonly onlyFound?: boolean;
  /** Why it cannot be done now; missing or null where it can. */
  readonly why?: string | null;
  /** The page that it leads to, or what it does. */
  readonly to: string | (() => void);
}

/** With nothing typed the first line is chosen at once: it leads to a page, and never into an act. */
const unasked = (groups: ReadonlySet<string>): readonly PaletteEntry['group'][] =>
  groups.has('Recent') ? GROUPS : ['Go to', ...GROUPS.filter((group) => group !== 'Go to')];

const folded = (text: string): string => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** The words of what was typed, without case and without marks on letters. */
export const foldedWords = (text: string): string[] => folded(text).split(/\s+/).filter(Boolean);

/** How well an entry fits words that must all be in it: 3 = its label begins so, 2 = a word of it does, 1 = anywhere, 0 = not. */
function fit(entry: PaletteEntry, words: readonly string[]): number {
  const label = folded(entry.label);
  const all = folded(`${entry.label} ${entry.group} ${entry.detail ?? ''} ${entry.words ?? ''}`);
  if (!words.every((word) => all.includes(word))) return 0;
  const [first = ''] = words;
  if (label.startsWith(first)) return 3;
  return label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(first)) ? 2 : 1;
}

/** The entries that hold every word of the text, by group, the best first; all of them, in their own order, for no text. */
export function entriesFor(
  entries: readonly PaletteEntry[],
  text: string,
): { group: PaletteEntry['group']; entries: PaletteEntry[] }[] {
  const words = foldedWords(text);
  const fitting = entries
    .map((entry) => ({ entry, rank: words.length === 0 ? 1 : fit(entry, words) }))
    .filter(({ rank }) => rank > 0)
    .filter(({ entry }) => words.length > 0 || !entry.onlyFound)
    // What was opened lately stands under its own heading only while nothing is searched for.
    .filter(({ entry }) => words.length === 0 || entry.group !== 'Recent');
  const order = words.length > 0 ? GROUPS : unasked(new Set(fitting.map(({ entry }) => entry.group)));
  return order
    .map((group) => ({
      group,
      entries: fitting
        .filter(({ entry }) => entry.group === group)
        .sort((a, b) => b.rank - a.rank)
        .map(({ entry }) => entry),
    }))
    .filter((one) => one.entries.length > 0);
}

/** Whether the text may be a whole id: then the run is opened without waiting for a search. */
export function looksLikeId(text: string): boolean {
  return /^[A-Za-z0-9+/][A-Za-z0-9._:@/+=~-]{5,599}$/.test(text.trim()) && /\d/.test(text);
}
