import { expect, it } from 'vitest';
import { createPipelineRuns } from '#main/store/pipeline-runs.ts';
import type { StoreDatabase } from '#main/store/open-database.ts';
import { aStore } from './store-fixture.ts';

function put(
  db: StoreDatabase,
  runId: string,
  createdAt: number,
  executionId: string | null,
  name = 'release',
) {
  db.raw
    .prepare(
      `insert into runs (run_id, region, protocol, action_type, processor_kind, pipeline_name, stage_name, action_name, state,
         held_by, attempt, current_job_id, job_count, created_at, updated_at)
       values (?, 'us-east-1', ?, 'Test/Custom/Load/1', 'http', ?, 'Beta', 'Load', 'working', 'agent', 1, ?, 1, ?, ?)`,
    )
    .run(runId, executionId === null ? 'third-party' : 'custom', name, `j-${runId}`, createdAt, createdAt);
  db.raw
    .prepare(
      `insert into run_inputs (run_id, configuration, input_artifacts, output_artifacts, pipeline_execution_id, action_execution_id)
       values (?, '[]', '[]', '[]', ?, ?)`,
    )
    .run(runId, executionId, executionId === null ? null : `a-${runId}`);
}

it('finds the runs of pipeline executions, the oldest first', async () => {
  const db = await aStore();
  put(db, 'r2', 2, 'e1');
  put(db, 'r1', 1, 'e1');
  put(db, 'r3', 3, 'e2');
  put(db, 'r4', 4, 'e3');
  put(db, 'r5', 5, null);
  const found = createPipelineRuns(db).ofExecutions(['e1', 'e2']);
  expect(found.map(({ runId }) => runId)).toEqual(['r1', 'r2', 'r3']);
  expect(found[0]).toMatchObject({ executionId: 'e1', actionExecutionId: 'a-r1', protocol: 'custom' });
});

it('finds the latest runs of a name, the newest first, and no more than asked for', async () => {
  const db = await aStore();
  for (let at = 1; at <= 5; at += 1) put(db, `r${at}`, at, at % 2 ? null : `e${at}`);
  put(db, 'other', 9, null, 'another');
  const runs = createPipelineRuns(db);
  expect(runs.named('release', 2, 3).map(({ runId }) => runId)).toEqual(['r5', 'r4', 'r3']);
  expect(runs.named('release', 4, 9).map(({ runId }) => runId)).toEqual(['r5', 'r4']);
});

it('reads through indices only', async () => {
  const db = await aStore();
  const plan = (sql: string): string =>
    db.raw
      .prepare<[], { detail: string }>(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join('\n');
  expect(
    plan(`select 1 from run_inputs as inputs join runs on runs.run_id = inputs.run_id
      where inputs.pipeline_execution_id in (select value from json_each('[]'))`),
  ).toContain('run_inputs_by_pipeline_execution');
  expect(
    plan(`select * from runs where pipeline_name = 'x' and created_at >= 1 order by created_at desc limit 5`),
  ).toContain('runs_by_pipeline_and_time');
});
