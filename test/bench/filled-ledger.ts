import { openStore } from '#main/store/open-store.ts';

/** What an earlier process left in hand: runs of one custom action type whose work has begun. */
export interface LiveRuns {
  region: string;
  actionTypeKey: string;
  count: number;
}

/**
 * Makes a ledger in `folder` with finished runs of a job and ten lines of timeline each, as a year of work leaves them, and
 * with `live` ones that are claimed and at work.
 */
export async function fillLedger(folder: string, runs: number, live?: LiveRuns): Promise<void> {
  const db = await openStore(folder);
  const upTo = (count: number): string =>
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const at = Date.now() - 86_400_000;
  db.raw.exec(`begin;
    insert into runs (run_id, region, protocol, action_type, processor_kind, client_label, pipeline_name, stage_name,
      action_name, state, held_by, attempt, external_execution_id, percent_complete, message, current_job_id, job_count,
      created_at, updated_at, finished_at)
      ${upTo(runs)} select 'old-' || i, 'us-east-1', 'custom', 'Test/Custom/Northwind-LoadTest/1', 'http', null,
      'service-' || (i % 500), 'Verify', 'Load', 'succeeded', 'agent', 1, 'work-' || i, 100, 'Done.', 'job-' || i, 1,
      ${at} - i * 1000, ${at} - i * 900, ${at} - i * 900 from n;
    insert into run_inputs (run_id, configuration, input_artifacts, output_artifacts)
      ${upTo(runs)} select 'old-' || i, '{}', '[]', '[]' from n;
    insert into jobs (run_id, region, job_id, sequence, state, polled_at, acknowledged_at, answered_at)
      ${upTo(runs)} select 'old-' || i, 'us-east-1', 'job-' || i, 1, 'answered', ${at}, ${at}, ${at} from n;
    insert into timeline (run_id, job_id, at, kind, operation, outcome, duration_ms, sentence)
      ${upTo(10 * runs)} select 'old-' || (1 + i / 10), 'job-' || (1 + i / 10), ${at}, 'codepipeline', 'GetJobDetails',
      'ok', 12, 'Details read.' from n where 1 + i / 10 <= ${runs};
    commit;`);
  if (live) {
    const now = Date.now();
    const { region, actionTypeKey, count } = live;
    db.raw.exec(`begin;
      insert into runs (run_id, region, protocol, action_type, processor_kind, pipeline_name, stage_name, action_name,
        state, held_by, attempt, external_execution_id, current_job_id, job_count, deadline_at, created_at, updated_at)
        ${upTo(count)} select 'live-' || i, '${region}', 'custom', '${actionTypeKey}', 'http', 'service', 'Verify', 'Load',
        'working', 'agent', 1, 'live-work-' || i, 'live-job-' || i, 1, ${now + 3_600_000}, ${now}, ${now} from n;
      insert into run_inputs (run_id, configuration, input_artifacts, output_artifacts)
        ${upTo(count)} select 'live-' || i, '{}', '[]', '[]' from n;
      insert into jobs (run_id, region, job_id, sequence, state, polled_at, acknowledged_at, deadline_at)
        ${upTo(count)} select 'live-' || i, '${region}', 'live-job-' || i, 1, 'claimed', ${now}, ${now},
        ${now + 3_600_000} from n;
      commit;`);
  }
  db.close();
}
