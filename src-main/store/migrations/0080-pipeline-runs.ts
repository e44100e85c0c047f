import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The runs of a pipeline execution, and the latest runs of a pipeline, found without looking at every run. */
export const pipelineRunsMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index run_inputs_by_pipeline_execution on run_inputs (pipeline_execution_id)
      where pipeline_execution_id is not null`.execute(db);
    await sql`create index runs_by_pipeline_and_time on runs (pipeline_name, created_at)`.execute(db);
    // The new one begins with the same column.
    await sql`drop index runs_by_pipeline`.execute(db);
  },
};
