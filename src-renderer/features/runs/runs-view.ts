import { RUN_SORTS, type RunMatch, type RunQuery } from '#shared/domain/run.ts';
import { MOST_FILTER_TOKENS, runFilterSchema, type RunFilter } from '#shared/domain/run-filter.ts';
import type { RunLane } from '#shared/domain/run-lanes.ts';
import { laneNamed } from './lanes.ts';

export type RunSort = (typeof RUN_SORTS)[number];

/** What the runs page shows; it lives in the hash, so that steps back, links, reloads and saved views keep it. */
export interface RunsView {
  lane: RunLane;
  filter: RunFilter;
  sortBy: RunSort;
  descending: boolean;
  page: number;
}

function listOf(json: string | null): unknown[] {
  try {
    const parsed: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** A token as the address writes it: `["state","=","failed","expired"]`; an empty property is free text. */
function tokenOf(written: unknown): unknown {
  if (!Array.isArray(written)) return null;
  const [property, operator, ...values] = written as unknown[];
  return { ...(property ? { property } : {}), operator, values };
}

/** The tokens that the ledger would take; the others are dropped. */
function acceptable(tokens: readonly unknown[]): RunFilter['tokens'] {
  const taken = tokens.flatMap((token) => {
    const parsed = runFilterSchema.safeParse({ tokens: [token] });
    return parsed.success ? parsed.data.tokens : [];
  });
  return taken.slice(0, MOST_FILTER_TOKENS);
}

/**
 * Reads the hash's parameters; what is not understood falls back to the default. For links, `q`, `state` and `region` are
 * short for tokens.
 */
export function viewOfParams(params: URLSearchParams): RunsView {
  const sort = params.get('sort') ?? '-createdAt';
  const list = (name: string): string[] => params.get(name)?.split(',').filter(Boolean) ?? [];
  const page = Number(params.get('page'));
  const text = params.get('q')?.trim().slice(0, 600);
  const short = [
    ...(text ? [['', ':', text]] : []),
    ...(list('state').length > 0 ? [['state', '=', ...list('state')]] : []),
    ...(list('region').length > 0 ? [['region', '=', ...list('region')]] : []),
  ];
  return {
    lane: laneNamed(params.get('lane')),
    filter: {
      operation: params.get('join') === 'or' ? 'or' : 'and',
      tokens: acceptable([...listOf(params.get('f')), ...short].map(tokenOf)),
    },
    sortBy: RUN_SORTS.find((name) => name === sort.replace('-', '')) ?? 'createdAt',
    descending: sort.startsWith('-'),
    page: Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1,
  };
}

/** The parameters of a view without its page, defaults left out: what a saved view keeps. */
export function parametersOf(view: Omit<RunsView, 'page'>): string {
  const params = new URLSearchParams();
  if (view.lane !== 'all') params.set('lane', view.lane);
  const tokens = view.filter.tokens.map(({ property, operator, values }) => [
    property ?? '',
    operator,
    ...values,
  ]);
  if (tokens.length > 0) params.set('f', JSON.stringify(tokens));
  if (tokens.length > 1 && view.filter.operation === 'or') params.set('join', 'or');
  const sort = `${view.descending ? '-' : ''}${view.sortBy}`;
  if (sort !== '-createdAt') params.set('sort', sort);
  return params.toString();
}

/** The hash of a view. */
export function pathOfView(view: RunsView): string {
  const parts = [parametersOf(view), view.page > 1 ? `page=${view.page}` : ''].filter(Boolean);
  return parts.length > 0 ? `/runs?${parts.join('&')}` : '/runs';
}

/** Whether anything is left out by lane or filter. */
export function isNarrowed(view: RunsView): boolean {
  return view.lane !== 'all' || view.filter.tokens.length > 0;
}

/** Which runs the view is about, without order and page. */
export function matchOfView(view: RunsView): RunMatch {
  return {
    ...(view.lane === 'all' ? {} : { lane: view.lane }),
    ...(view.filter.tokens.length > 0 ? { filter: view.filter } : {}),
  };
}

/** The question to the ledger. */
export function queryOfView(view: RunsView, pageSize: number): RunQuery {
  const { sortBy, descending, page } = view;
  return { ...matchOfView(view), sortBy, descending, page, pageSize };
}
