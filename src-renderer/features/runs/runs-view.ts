import { RUN_SORTS, type RunQuery } from '#shared/domain/run.ts';
import { RUN_STATES, type RunState } from '#shared/domain/run-state.ts';
import { laneNamed, type LaneName } from './lanes.ts';

export const PAGE_SIZE = 50;
export const LONGEST_TEXT = 600;

export type RunSort = (typeof RUN_SORTS)[number];

/** What the runs page shows; it lives in the hash, so that steps back, links and reloads keep it. */
export interface RunsView {
  lane: LaneName;
  text: string;
  states: readonly RunState[];
  regions: readonly string[];
  sortBy: RunSort;
  descending: boolean;
  page: number;
}

/** Reads the hash's parameters; what is not understood falls back to the default. */
export function viewOfParams(params: URLSearchParams): RunsView {
  const sort = params.get('sort') ?? '-createdAt';
  const list = (name: string): string[] => params.get(name)?.split(',').filter(Boolean) ?? [];
  const page = Number(params.get('page'));
  return {
    lane: laneNamed(params.get('lane')).name,
    text: (params.get('q') ?? '').slice(0, LONGEST_TEXT),
    states: RUN_STATES.filter((state) => list('state').includes(state)),
    regions: list('region').slice(0, 50),
    sortBy: RUN_SORTS.find((name) => name === sort.replace('-', '')) ?? 'createdAt',
    descending: sort.startsWith('-'),
    page: Number.isInteger(page) && page >= 1 ? page : 1,
  };
}

/** The hash of a view; defaults are left out. */
export function pathOfView(view: RunsView): string {
  const params = new URLSearchParams();
  if (view.lane !== 'all') params.set('lane', view.lane);
  if (view.text) params.set('q', view.text);
  if (view.states.length > 0) params.set('state', view.states.join(','));
  if (view.regions.length > 0) params.set('region', view.regions.join(','));
  const sort = `${view.descending ? '-' : ''}${view.sortBy}`;
  if (sort !== '-createdAt') params.set('sort', sort);
  if (view.page > 1) params.set('page', String(view.page));
  const search = params.toString();
  return search ? `/runs?${search}` : '/runs';
}

/** The question to the ledger. Chosen states narrow the lane; if none of them is in it, the choice wins. */
export function queryOfView(view: RunsView): RunQuery {
  const lane = laneNamed(view.lane);
  const inLane = view.states.filter((state) => lane.states.includes(state));
  const chosen = inLane.length > 0 ? inLane : view.states;
  const states = chosen.length > 0 ? chosen : lane.name === 'all' ? [] : lane.states;
  const text = view.text.trim();
  return {
    ...(text ? { text } : {}),
    ...(states.length > 0 ? { states: [...states] } : {}),
    ...(view.regions.length > 0 ? { regions: [...view.regions] } : {}),
    sortBy: view.sortBy,
    descending: view.descending,
    page: view.page,
    pageSize: PAGE_SIZE,
  };
}
