import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { request } from '#renderer/bridge/request.ts';
import { THEMES, useTheme, type Theme } from '#renderer/ui/theme.tsx';
import { agentEntries } from './agent-entries.ts';
import type { PaletteEntry } from './entries.ts';
import { environmentEntries, PAGE_ENTRIES, viewEntries } from './page-entries.ts';
import { recentPages } from './recent.ts';
import { runEntries, type RunDoings } from './run-entries.ts';

const THEME_WORDS: Record<Theme, string> = { system: 'as the desktop', light: 'light', dark: 'dark' };

/** What entries do beside leading to a page. */
export interface Doings extends RunDoings {
  readonly control: (action: CellAction) => void;
  readonly use: (environment: string) => void;
  readonly openBundle: () => void;
  readonly exportRuns: () => void;
  readonly help: () => void;
}

/** Everything that the palette offers at this moment, before anything is searched for. */
export function usePaletteEntries(
  place: { environment: string; storage: Storage; runId: string | null; onRuns: boolean },
  cells: readonly CellView[],
  doings: Doings,
): PaletteEntry[] {
  const { savedViews } = usePreferences().preferences;
  const environments = useAnswer('environments.list', null);
  const { theme, setTheme } = useTheme();
  const [recent] = useState(() => recentPages(place.environment, place.storage));
  const run = useQuery({
    queryKey: ['runs.get', { id: place.runId }],
    queryFn: () => request('runs.get', { id: place.runId ?? '' }),
    enabled: place.runId !== null,
    retry: false,
  });
  const more = (id: string, label: string, words: string, to: () => void, keys?: string): PaletteEntry => ({
    ...{ id, group: 'More', label, words, to },
    ...(keys === undefined ? {} : { keys }),
  });
  return [
    ...recent.map((page): PaletteEntry => {
      const { detail, ...known } = page;
      return {
        ...known,
        ...(detail === undefined ? {} : { detail }),
        id: `recent ${page.id}`,
        group: 'Recent',
      };
    }),
    ...(run.data ? runEntries(run.data, doings) : []),
    ...PAGE_ENTRIES,
    ...viewEntries(savedViews),
    ...agentEntries(cells, doings.control),
    ...environmentEntries(environments.data ?? [], doings.use),
    ...(place.onRuns
      ? [more('export runs', 'Export the runs that match (CSV)…', 'save file table', doings.exportRuns)]
      : []),
    more('open bundle', 'Open an exported run…', 'bundle file offline', doings.openBundle),
    ...THEMES.map((one) => ({
      ...more(`theme ${one}`, `Theme: ${THEME_WORDS[one]}`, 'dark light auto appearance', () =>
        setTheme(one),
      ),
      why: one === theme ? 'This is the theme now.' : null,
    })),
    more('keys', 'Keyboard shortcuts', 'help keys list', doings.help, '?'),
  ];
}
