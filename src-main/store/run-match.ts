import { sql, type RawBuilder } from 'kysely';
import { assertNever } from '#shared/domain/exhaustive.ts';
import { momentOf } from '#shared/domain/moment-words.ts';
import type { RunMatch } from '#shared/domain/run.ts';
import { RUN_PROPERTIES, type FilterToken, type RunProperty } from '#shared/domain/run-filter.ts';
import { LANE_STATES } from '#shared/domain/run-lanes.ts';
import { RUN_STATES } from '#shared/domain/run-state.ts';
import { inTimedLane } from './run-lanes.ts';
import { anyContains, columnContains, containsText, PART_OF_ID, runsOfId } from './run-search.ts';
import type { Tables } from './tables.ts';

type Condition = RawBuilder<boolean>;

/** The column of each property; an id has many. */
export const PROPERTY_COLUMNS = {
  customer: 'client_label',
  clientId: 'client_id',
  account: 'account_id',
  region: 'region',
  pipeline: 'pipeline_name',
  stage: 'stage_name',
  action: 'action_name',
  actionType: 'action_type',
  state: 'state',
  heldBy: 'held_by',
  processor: 'processor_kind',
  failureType: 'failure_type',
  message: 'message',
  started: 'created_at',
  updated: 'updated_at',
  finished: 'finished_at',
  progress: 'percent_complete',
} as const satisfies Record<Exclude<RunProperty, 'id'>, keyof Tables['runs']>;

/** What the counts of the ledger can answer by themselves: states and regions; undefined stands for any. */
export interface PlainMatch {
  states: readonly string[] | undefined;
  regions: readonly string[] | undefined;
}

function narrowed(present: readonly string[] | undefined, to: readonly string[] | undefined) {
  if (present === undefined) return to;
  return to === undefined ? present : present.filter((value) => to.includes(value));
}

const anyIfEmpty = (values: readonly string[] | undefined) => (values?.length ? values : undefined);

/** The query as states and regions, or null where it asks for anything else. */
export function plainMatch(match: RunMatch): PlainMatch | null {
  const { text, lane = 'all', filter } = match;
  const inLane = LANE_STATES[lane];
  if (text?.trim() || inLane === null) return null;
  const tokens = filter?.tokens ?? [];
  if (filter?.operation === 'or' && tokens.length > 1) return null;
  let states = narrowed(anyIfEmpty(match.states), lane === 'all' ? undefined : inLane);
  let regions = anyIfEmpty(match.regions);
  for (const { property, operator, values } of tokens) {
    if (property === 'state') {
      const others = RUN_STATES.filter((state) => !values.includes(state));
      states = narrowed(states, operator === '=' ? values : others);
    } else if (property === 'region' && operator === '=') {
      regions = narrowed(regions, values);
    } else return null;
  }
  return { states, regions };
}

/** What a run must be to match, as conditions that all hold. A text that is a whole id names its runs and no others. */
export function conditionsOf(
  match: RunMatch,
  now: number,
  isWholeId: (text: string) => boolean,
): Condition[] {
  const conditions: Condition[] = [];
  const text = match.text?.trim();
  if (match.states && match.states.length > 0)
    conditions.push(sql<boolean>`runs.state in (${sql.join(match.states)})`);
  if (match.regions && match.regions.length > 0)
    conditions.push(sql<boolean>`runs.region in (${sql.join(match.regions)})`);
  if (match.lane && match.lane !== 'all') conditions.push(inTimedLane(match.lane, now));
  const free = (words: string): Condition =>
    isWholeId(words) ? sql<boolean>`runs.id in (${runsOfId(words)})` : containsText(words);
  if (text) conditions.push(free(text));
  const tokens = (match.filter?.tokens ?? []).map((token) => conditionOf(token, now, free));
  if (match.filter?.operation === 'or' && tokens.length > 0)
    conditions.push(sql<boolean>`(${sql.join(tokens, sql` or `)})`);
  else conditions.push(...tokens);
  return conditions;
}

const COMPARISONS = { '<': sql`<`, '<=': sql`<=`, '>': sql`>`, '>=': sql`>=`, '=': sql`=` } as const;

function conditionOf(token: FilterToken, now: number, free: (words: string) => Condition): Condition {
  const { property, operator, values } = token;
  const value = values[0] ?? '';
  const not = (condition: Condition): Condition => sql<boolean>`not coalesce(${condition}, 0)`;
  if (property === undefined) return operator === '!:' ? not(free(value)) : free(value);
  if (property === 'id') {
    if (operator === '=') return sql<boolean>`runs.id in (${runsOfId(value)})`;
    return anyContains(PART_OF_ID, value);
  }
  const column = PROPERTY_COLUMNS[property];
  const ref = sql.ref(`runs.${column}`);
  const kind = RUN_PROPERTIES[property];
  switch (kind) {
    case 'choice':
    case 'text': {
      if (operator === ':') return columnContains(column, value);
      if (operator === '!:') return not(columnContains(column, value));
      const among = sql<boolean>`${ref} in (${sql.join(values)})`;
      return operator === '!=' ? not(among) : among;
    }
    case 'time':
    case 'number': {
      const number = kind === 'time' ? momentOf(value, now) : Number(value);
      const comparison = COMPARISONS[operator as keyof typeof COMPARISONS];
      return sql<boolean>`${ref} ${comparison} ${number}`;
    }
    default:
      return assertNever(kind);
  }
}
