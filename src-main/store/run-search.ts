import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import type { RunQuery } from '#shared/domain/run.ts';
import type { Tables } from './tables.ts';

type RunsExpressions = ExpressionBuilder<Tables, 'runs'>;

function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** Runs that one whole id names: run, any job of the chain, continuation token or external execution. By index only. */
export const RUNS_OF_ID = `select id from runs where run_id = @id
  union select runs.id from jobs join runs on runs.run_id = jobs.run_id where job_id = @id
  union select runs.id from run_tokens join runs on runs.run_id = run_tokens.run_id where token = @id
  union select id from runs where external_execution_id = @id`;

/** Parts of what people read, and of ids, by looking at every row; letters A to Z match in either case. */
export function containsText(eb: RunsExpressions, text: string) {
  const like = (column: keyof Tables['runs']): RawBuilder<boolean> =>
    sql<boolean>`${eb.ref(`runs.${column}`)} like ${containing(text)} escape '\\'`;
  return eb.or([
    like('client_label'),
    like('pipeline_name'),
    like('stage_name'),
    like('action_name'),
    like('region'),
    like('message'),
    like('external_execution_id'),
    like('current_job_id'),
    like('run_id'),
    like('client_id'),
    like('account_id'),
  ]);
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
