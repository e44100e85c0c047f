/** What each shortcut is called in the dialog. `g r` is two keys, one after the other. */
export const SHORTCUTS: readonly { keys: string; does: string }[] = [
  { keys: 'g r', does: 'Go to Runs' },
  { keys: 'g c', does: 'Go to Clients' },
  { keys: 'g a', does: 'Go to Agent' },
  { keys: 'g s', does: 'Go to Settings' },
  { keys: '/', does: 'Filter the runs' },
  { keys: 'j', does: 'Next run in the table' },
  { keys: 'k', does: 'Previous run in the table' },
  { keys: 'Enter', does: 'Open the run' },
  { keys: '?', does: 'Show this list' },
];

const PAGE_BY_KEY: Readonly<Record<string, string>> = {
  r: '/runs',
  c: '/clients',
  a: '/agent',
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
