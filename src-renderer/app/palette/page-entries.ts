import type { EnvironmentView } from '#shared/domain/environment.ts';
import type { SavedView } from '#shared/domain/preferences.ts';
import { BUILT_IN_VIEWS } from '#renderer/features/runs/saved-views.ts';
import type { PaletteEntry } from './entries.ts';

const PAGES: readonly [name: string, label: string, keys: string, words: string][] = [
  ['runs', 'Runs', 'g r', 'jobs home table'],
  ['clients', 'Clients', 'g c', 'customers tokens unmatched inbox'],
  ['agent', 'Agent', 'g a', 'cells polling regions budget'],
  ['artifacts', 'Artifacts', 'g f', 's3 zip files bucket compare look inside'],
  ['pipelines', 'Pipelines', 'g p', 'stages executions waiting approve stop retry transition rollback'],
  ['audit', 'Audit', 'g u', 'who did what history'],
  ['settings', 'Settings', 'g s', 'environments notifications density preferences'],
];

/** The pages of the window. */
export const PAGE_ENTRIES: readonly PaletteEntry[] = [
  ...PAGES.map(([name, label, keys, words]) => ({
    id: `page ${name}`,
    group: 'Go to' as const,
    label,
    keys,
    words,
    to: `/${name}`,
  })),
  {
    id: 'client add',
    group: 'Go to',
    label: 'Add a client…',
    words: 'token new',
    to: '/clients?open=add',
  },
  {
    id: 'client import',
    group: 'Go to',
    label: 'Import clients…',
    words: 'csv json tokens',
    to: '/clients?open=import',
  },
  {
    id: 'welcome',
    group: 'Go to',
    label: 'First steps',
    words: 'welcome practice help start',
    to: '/welcome',
  },
];

/** The views of the runs table: one's own, then those that everybody has. */
export function viewEntries(saved: readonly SavedView[]): PaletteEntry[] {
  const entry = ({ name, parameters }: SavedView, detail: string): PaletteEntry => ({
    id: `view ${name}`,
    group: 'Views',
    label: name,
    detail,
    words: 'runs view',
    to: parameters ? `/runs?${parameters}` : '/runs',
  });
  return [
    ...saved.map((view) => entry(view, 'Saved view')),
    ...BUILT_IN_VIEWS.map((view) => entry(view, view.about)),
  ];
}

/** The environments that one may change to, and the way to a new one. `use` asks before it changes anything. */
export function environmentEntries(
  environments: readonly EnvironmentView[],
  use: (name: string) => void,
): PaletteEntry[] {
  return [
    ...environments.map(({ name, builtIn, active }) => ({
      id: `environment ${name}`,
      group: 'Environments' as const,
      label: `Work in ${name}…`,
      ...(builtIn ? { detail: 'Simulator' } : {}),
      words: 'switch environment use',
      why: active ? 'You work here now.' : null,
      to: () => use(name),
    })),
    {
      id: 'environment new',
      group: 'Environments',
      label: 'New environment…',
      words: 'add account credentials',
      to: '/settings?section=environments&open=new',
    },
  ];
}
