import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ListedPipeline, PipelineGlance, PipelineRef } from '#shared/domain/pipeline.ts';

/** A pipeline of the list with what is known of its state; null before it was glanced at. */
export interface ListRow {
  readonly ref: PipelineRef;
  readonly listed: ListedPipeline;
  readonly glance: PipelineGlance | null;
}

/** What of a pipeline's state can be asked for; all but `any` need a look at every pipeline. */
export const STATE_FILTERS = [
  { id: 'any', text: 'Any state' },
  { id: 'waiting', text: 'Executions wait' },
  { id: 'approval', text: 'Approval waits' },
  { id: 'failed', text: 'Failed or stopped' },
  { id: 'progress', text: 'In progress' },
  { id: 'closed', text: 'Transition disabled' },
  { id: 'ours', text: 'Uses our action types' },
] as const;
export type StateFilter = (typeof STATE_FILTERS)[number]['id'];

/** The filters as the address has them. */
export interface ListFilter {
  readonly text: string;
  readonly region: string;
  readonly mode: string;
  readonly state: StateFilter;
}

/** Reads the filters of an address; what is not known there filters nothing. */
export function filterOf(params: URLSearchParams): ListFilter {
  return {
    text: params.get('q') ?? '',
    region: params.get('region') ?? '',
    mode: params.get('mode') ?? '',
    state: STATE_FILTERS.find(({ id }) => id === params.get('state'))?.id ?? 'any',
  };
}

/** The address that has them. */
export function listAddress({ text, region, mode, state }: ListFilter): string {
  const params = new URLSearchParams({
    ...(text ? { q: text } : {}),
    ...(region ? { region } : {}),
    ...(mode ? { mode } : {}),
    ...(state === 'any' ? {} : { state }),
  }).toString();
  return params === '' ? '/pipelines' : `/pipelines?${params}`;
}

/** One text for a pipeline over all regions. */
export function refKey({ region, name }: PipelineRef): string {
  return `${region}/${name}`;
}

const isBad = (status: string | null): boolean => status === 'Failed' || status === 'Stopped';

/** What a glance adds up to: `failed` counts stages, and in PARALLEL mode one where the last execution to end failed. */
export function countsOf({
  stages,
  approvals,
  sideBySide,
}: Pick<PipelineGlance, 'stages' | 'approvals' | 'sideBySide'>): {
  waiting: number;
  approvals: number;
  failed: number;
} {
  return {
    waiting: stages.reduce((sum, { inbound }) => sum + inbound, 0),
    approvals: approvals.length,
    failed: sideBySide
      ? Number(isBad(sideBySide.lastEnded))
      : stages.filter(({ status }) => isBad(status)).length,
  };
}

/** Which approvals wait, and for which executions; null where none does. */
export function approvalWords(glance: PipelineGlance | null): string | null {
  const { approvals = [], sideBySide = null } = glance ?? {};
  const told = approvals.map(
    ({ stageName, actionName, executionId }) =>
      `${stageName} / ${actionName} for execution ${shortExecution(executionId)}`,
  );
  if (sideBySide?.moreApprovals) told.push('executions that began earlier were not looked into');
  return told.length > 0 ? told.join(', ') : null;
}

/** What goes on in a pipeline whose executions are side by side. */
export function besideWords({ underWay, lastEnded }: NonNullable<PipelineGlance['sideBySide']>): string {
  if (underWay > 0) return `${underWay} side by side`;
  return lastEnded === null ? 'no execution yet' : `none now, last ${lastEnded}`;
}

/** Whether a pipeline has the state; null while that is not known. */
export function hasState(glance: PipelineGlance | null, state: StateFilter): boolean | null {
  if (state === 'any') return true;
  if (state === 'ours') return glance?.ours ?? null;
  if (glance === null || glance.problem !== null) return null;
  switch (state) {
    case 'waiting':
      return countsOf(glance).waiting > 0;
    case 'approval':
      return countsOf(glance).approvals > 0;
    case 'failed':
      return countsOf(glance).failed > 0;
    case 'progress':
      return glance.sideBySide
        ? glance.sideBySide.underWay > 0
        : glance.stages.some(({ status }) => status === 'InProgress' || status === 'Stopping');
    case 'closed':
      return glance.stages.some(({ transitionEnabled }) => !transitionEnabled);
  }
}

/** The rows that hold the filters; `unknown` counts those of which the state is not known yet. */
export function filterRows(
  rows: readonly ListRow[],
  filter: ListFilter,
): { rows: ListRow[]; unknown: number } {
  const words = filter.text.trim().toLowerCase();
  const fitting = rows.filter(
    ({ ref, listed }) =>
      ref.name.toLowerCase().includes(words) &&
      (filter.region === '' || ref.region === filter.region) &&
      (filter.mode === '' || listed.executionMode === filter.mode),
  );
  const states = fitting.map(({ glance }) => hasState(glance, filter.state));
  return {
    rows: fitting.filter((_row, at) => states[at] === true),
    unknown: states.filter((state) => state === null).length,
  };
}

export type SortColumn = 'name' | 'region' | 'mode' | 'updated';

/** Sorts by what ListPipelines tells, so that the order stands while states come in. */
export function sortRows(
  rows: readonly ListRow[],
  column: SortColumn,
  order: 'ascending' | 'descending',
): ListRow[] {
  const valueOf = ({ ref, listed }: ListRow): string | number => {
    switch (column) {
      case 'name':
        return ref.name;
      case 'region':
        return ref.region;
      case 'mode':
        return listed.executionMode ?? '';
      case 'updated':
        return listed.updatedAt ?? 0;
    }
  };
  const sign = order === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    const compared =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : String(one).localeCompare(String(other), 'en');
    return sign * compared || refKey(a.ref).localeCompare(refKey(b.ref), 'en');
  });
}
