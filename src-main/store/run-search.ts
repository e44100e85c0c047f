import { sql, type RawBuilder } from 'kysely';
import type { RunQuery } from '#shared/domain/run.ts';
import type { Tables } from './tables.ts';

/** A `like` pattern (with the escape `\\`) for texts that hold this one. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** Runs that one whole id names: run, any job of the chain, continuation token or external execution. By index only. */
export const RUNS_OF_ID = `select id from runs where run_id = @id
  union select runs.id from jobs join runs on runs.run_id = jobs.run_id where job_id = @id
  union select runs.id from run_tokens join runs on runs.run_id = run_tokens.run_id where token = @id
  union select id from runs where external_execution_id = @id`;

/** The same in SQL that carries its parameter. */
export function runsOfId(id: string): RawBuilder<number> {
  return sql<number>`select id from runs where run_id = ${id}
    union select runs.id from jobs join runs on runs.run_id = jobs.run_id where job_id = ${id}
    union select runs.id from run_tokens join runs on runs.run_id = run_tokens.run_id where token = ${id}
    union select id from runs where external_execution_id = ${id}`;
}

type RunColumn = keyof Tables['runs'];

const READ_COLUMNS: readonly RunColumn[] = [
  'message',
  'client_label',
  'pipeline_name',
  'stage_name',
  'action_name',
];
/** Ids are UUIDs by the API reference or by our own making. */
const UUID_COLUMNS: readonly RunColumn[] = ['current_job_id', 'run_id', 'client_id'];

/** Whether one column holds the text; unknown where the column is null. */
export function columnContains(column: RunColumn, text: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`runs.${column}`)} like ${containing(text)} escape '\\'`;
}

/** Whether one of the columns holds the text; false where all are null. */
export function anyContains(columns: readonly RunColumn[], text: string): RawBuilder<boolean> {
  const parts = columns.map((column) => sql`coalesce(${columnContains(column, text)}, 0)`);
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** The columns that hold ids of which people know a part. */
export const PART_OF_ID: readonly RunColumn[] = ['external_execution_id', ...UUID_COLUMNS];

/**
 * Parts of what people read, and of ids, by looking at every row; letters A to Z match in either case. A column that cannot
 * hold the text is not looked at: each costs some 6 ms at 100,000 runs.
 */
export function containsText(text: string): RawBuilder<boolean> {
  const columns = [...READ_COLUMNS];
  if (!/\s/.test(text)) columns.push('region', 'external_execution_id');
  if (/^[\da-f-]+$/i.test(text)) columns.push(...UUID_COLUMNS);
  if (/^\d+$/.test(text)) columns.push('account_id');
  return anyContains(columns, text);
}

/** The column that a sort of the runs table stands on. */
export const SORT_COLUMNS = {
  updatedAt: 'updated_at',
  createdAt: 'created_at',
  deadlineAt: 'deadline_at',
  state: 'state',
  region: 'region',
  pipelineName: 'pipeline_name',
  clientLabel: 'client_label',
  percentComplete: 'percent_complete',
} as const satisfies Record<RunQuery['sortBy'], keyof Tables['runs']>;
