import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import type { Hold } from '#shared/domain/hold.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { request } from '#renderer/bridge/request.ts';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import { THEMES, useTheme, type Theme } from '#renderer/ui/theme.tsx';
import { agentEntries, cellEntries, holdEntries } from './agent-entries.ts';
import { bulkEntries } from './bulk-entries.ts';
import type { PaletteEntry } from './entries.ts';
import { environmentEntries, PAGE_ENTRIES, viewEntries } from './page-entries.ts';
import { pipelineActEntries } from './pipeline-entries.ts';
import { recentPages } from './recent.ts';
import { runEntries, type RunDoings } from './run-entries.ts';

const PAGE_READS_EVERY_MS = 4_000;

const THEME_WORDS: Record<Theme, string> = { system: 'as the desktop', light: 'light', dark: 'dark' };

/** What entries do beside leading to a page. */
export interface Doings extends RunDoings {
  /** Without a key, for all cells. */
  readonly control: (action: CellAction, key?: string) => void;
  readonly bulk: (kind: ActKind, selection: RunSelection) => void;
  readonly pipelineAct: (pipeline: PipelineRef, draft: PipelineAct) => void;
  readonly hold: () => void;
  readonly release: (hold: Hold) => void;
  readonly use: (environment: string) => void;
  readonly openBundle: () => void;
  readonly exportRuns: () => void;
  readonly help: () => void;
}

/** Everything that the palette offers at this moment, before anything is searched for. */
export function usePaletteEntries(
  place: {
    environment: string;
    storage: Storage;
    runId: string | null;
    /** Ticked, or all that match on the page of runs; null elsewhere. */
    selection: RunSelection | null;
    onRuns: boolean;
    /** Whose page is on the screen. */
    pipeline: PipelineRef | null;
  },
  cells: readonly CellView[],
  doings: Doings,
): PaletteEntry[] {
  const { savedViews } = usePreferences().preferences;
  const holds = useAnswer('holds.list', null);
  const { readOnly } = useProtection();
  const environments = useAnswer('environments.list', null);
  const { theme, setTheme } = useTheme();
  const [recent] = useState(() => recentPages(place.environment, place.storage));
  const run = useQuery({
    queryKey: ['runs.get', { id: place.runId }],
    queryFn: () => request('runs.get', { id: place.runId ?? '' }),
    enabled: place.runId !== null,
    retry: false,
  });
  // The page's own reading, where it is on the screen.
  const { pipeline } = place;
  const read = useQuery({
    queryKey: ['pipelines.get', { pipeline }],
    queryFn: () => (pipeline === null ? null : request('pipelines.get', { pipeline })),
    enabled: pipeline !== null,
    staleTime: PAGE_READS_EVERY_MS,
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
    ...(run.data ? runEntries(run.data, doings, readOnly) : []),
    ...bulkEntries(place.selection, doings.bulk, readOnly),
    ...(pipeline !== null && read.data
      ? pipelineActEntries(read.data.snapshot, (draft) => doings.pipelineAct(pipeline, draft), readOnly)
      : []),
    ...PAGE_ENTRIES,
    ...viewEntries(savedViews),
    ...agentEntries(cells, doings.control, readOnly),
    ...holdEntries(holds.data ?? [], doings, readOnly),
    ...cellEntries(cells, doings.control, readOnly),
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
