import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/**
 * The newest succeeded run of the same action that began before a run: same region, action type, client, pipeline, stage and
 * action, as far as they are known of both. Null where there is none. Looks at the runs of one pipeline (index
 * `runs_by_pipeline_and_time`), or of no known one. Throws `store-damaged`.
 */
export function createGreenRuns({ raw }: Pick<StoreDatabase, 'raw'>): (runId: string) => string | null {
  const find = raw
    .prepare<[string], string>(
      `select green.run_id from runs as this join runs as green
         on green.pipeline_name is this.pipeline_name
       where this.run_id = ? and green.id <> this.id and green.state = 'succeeded'
         and green.region = this.region and green.action_type = this.action_type
         and green.client_id is this.client_id and green.stage_name is this.stage_name
         and green.action_name is this.action_name and green.created_at <= this.created_at
       order by green.created_at desc, green.id desc limit 1`,
    )
    .pluck();
  return (runId) => {
    try {
      return find.get(runId) ?? null;
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
}
