import { expect, it } from 'vitest';
import { createGreenRuns } from '#main/store/green-runs.ts';
import { aLedger, aSeenJob, aStore, details, NOW, runId } from './store-fixture.ts';

it('finds the newest earlier succeeded run of the same action and customer', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  const add = async (
    id: string,
    at: number,
    stageName: string,
    end: 'succeeded' | 'open',
    region = 'us-east-1',
  ) => {
    const seen = aSeenJob(`job-${id}`, { seenAt: at });
    const context = { ...details(`job-${id}`).pipelineContext, pipelineName: 'shop', stageName };
    await ledger.jobSeen(
      {
        ...seen,
        job: { ...seen.job, region },
        details: { ...details(`job-${id}`), pipelineContext: context },
      },
      runId(id),
    );
    if (end === 'succeeded')
      db.raw
        .prepare("update runs set state = 'succeeded', finished_at = ? where run_id = ?")
        .run(at, runId(id));
  };
  await add('old', NOW, 'Verify', 'succeeded');
  await add('green', NOW + 10, 'Verify', 'succeeded');
  await add('other-stage', NOW + 20, 'Deploy', 'succeeded');
  await add('other-region', NOW + 20, 'Verify', 'succeeded', 'eu-west-1');
  await add('this', NOW + 30, 'Verify', 'open');
  await add('later', NOW + 40, 'Verify', 'succeeded');
  const lastGreenRunOf = createGreenRuns(db);
  expect(lastGreenRunOf(runId('this'))).toBe(runId('green'));
  expect(lastGreenRunOf(runId('green'))).toBe(runId('old'));
  expect(lastGreenRunOf(runId('old'))).toBeNull();
  expect(lastGreenRunOf(runId('other-stage'))).toBeNull();
  expect(lastGreenRunOf('no such run')).toBeNull();
});
