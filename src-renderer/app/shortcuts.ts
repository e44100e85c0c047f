const COMMAND = /Mac/.test(navigator.platform) ? '⌘' : 'Ctrl';

/** Opens the palette, as its keys are written on this system. */
export const PALETTE_KEYS = `${COMMAND} K`;

/** Where a shortcut works. */
export const SHORTCUT_PLACES = [
  'Everywhere',
  'The table of runs',
  'One run',
  'The agent’s matrix',
  'An artifact',
  'A pipeline',
] as const;

/** Each shortcut with what it does. `g r` is two keys, one after the other; Ctrl and ⌘ are held. */
export const SHORTCUTS: readonly { keys: string; does: string; at: (typeof SHORTCUT_PLACES)[number] }[] = [
  { keys: PALETTE_KEYS, does: 'Find any run, page or act', at: 'Everywhere' },
  { keys: 'g r', does: 'Go to Runs', at: 'Everywhere' },
  { keys: 'g c', does: 'Go to Clients', at: 'Everywhere' },
  { keys: 'g a', does: 'Go to Agent', at: 'Everywhere' },
  { keys: 'g f', does: 'Go to Artifacts', at: 'Everywhere' },
  { keys: 'g p', does: 'Go to Pipelines', at: 'Everywhere' },
  { keys: 'g u', does: 'Go to Audit', at: 'Everywhere' },
  { keys: 'g s', does: 'Go to Settings', at: 'Everywhere' },
  { keys: '/', does: 'Filter the runs', at: 'Everywhere' },
  { keys: `${COMMAND} +`, does: 'Larger', at: 'Everywhere' },
  { keys: `${COMMAND} -`, does: 'Smaller', at: 'Everywhere' },
  { keys: '?', does: 'Show this list', at: 'Everywhere' },
  { keys: 'j', does: 'Next run', at: 'The table of runs' },
  { keys: 'k', does: 'Previous run', at: 'The table of runs' },
  { keys: 'Space', does: 'Open the run beside the table', at: 'The table of runs' },
  { keys: 'Enter', does: 'Open the run', at: 'The table of runs' },
  { keys: 'Esc', does: 'Close what is open beside', at: 'The table of runs' },
  { keys: ']', does: 'Next run of the list', at: 'One run' },
  { keys: '[', does: 'Previous run of the list', at: 'One run' },
  { keys: `${COMMAND} F`, does: 'Find in the run', at: 'One run' },
  { keys: '↑ ↓ ← →', does: 'Walk from cell to cell', at: 'The agent’s matrix' },
  { keys: '/', does: 'Find in the names', at: 'An artifact' },
  { keys: '→ ←', does: 'Open and close a folder', at: 'An artifact' },
  { keys: 'Enter', does: 'Show the file', at: 'An artifact' },
  { keys: `${COMMAND} F`, does: 'Find in the text', at: 'An artifact' },
  { keys: '↑ ↓ ← →', does: 'Walk over stages, actions and who waits', at: 'A pipeline' },
  { keys: 'Enter', does: 'Explain it, and show what can be done', at: 'A pipeline' },
  { keys: PALETTE_KEYS, does: 'Start, stop, retry, and every other act on it', at: 'A pipeline' },
];

const PAGE_BY_KEY: Readonly<Record<string, string>> = {
  r: '/runs',
  c: '/clients',
  a: '/agent',
  f: '/artifacts',
  p: '/pipelines',
  u: '/audit',
  s: '/settings',
};

type ShortcutAct =
  { kind: 'go'; path: string } | { kind: 'filter' } | { kind: 'row'; step: 1 | -1 } | { kind: 'help' };

/** What a key means, given the key before it within the last second; null for keys that are no shortcut. */
export function shortcutOf(key: string, before: string | null): ShortcutAct | null {
  if (before === 'g') {
    const path = PAGE_BY_KEY[key];
    return path ? { kind: 'go', path } : null;
  }
  if (key === '/') return { kind: 'filter' };
  if (key === '?') return { kind: 'help' };
  if (key === 'j') return { kind: 'row', step: 1 };
  if (key === 'k') return { kind: 'row', step: -1 };
  return null;
}
