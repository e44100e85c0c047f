import { expect, test } from '@playwright/test';
import { handDesk } from './hand-desk.ts';

const hand = handDesk([{ name: 'vendor', protection: 'open' }], { redeliverAfterSeconds: 3600 });

test('a bulk in which some runs fail says so for each, and tries again only those', async () => {
  const { page } = hand.desk;
  const { simulator } = hand;
  const custom = [await hand.waiting('custom'), await hand.waiting('custom')];
  const refused = [await hand.waiting('third-party'), await hand.waiting('third-party')];
  const left = await hand.waiting('custom');
  const all = [...custom, ...refused, left];
  for (const { runId } of [...custom, ...refused])
    await hand.ask('runs.act', { runId, act: { kind: 'acknowledge' } });
  const operation = 'PutThirdPartyJobSuccessResult';
  await simulator.fault({ operation, kind: 'error', errorType: 'ValidationException' });

  await page.evaluate(`location.hash = '#/runs'`);
  await expect(page.locator('[data-testid^="run-row-"]')).toHaveCount(all.length);
  await page.getByTestId('runs-table').getByRole('checkbox').first().check({ force: true });
  await page.getByTestId('bulk-acts').getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Complete…' }).click();
  await expect(page.getByTestId('bulk-preview')).toContainText('5 runs: 4 can, 1 cannot');
  await expect(page.getByTestId('bulk-preview')).toContainText('acknowledge it or take it over');
  expect((await simulator.ledger()).jobs.flatMap(({ results }) => results)).toEqual([]);
  await page.getByTestId('act-reason').locator('input').fill('release day');
  await page.getByTestId('bulk-submit').click();

  await expect(page.getByTestId('bulk-sentence')).toHaveText('2 took effect, 2 had no effect');
  const rowOf = (runId: string) =>
    page
      .getByRole('dialog')
      .getByRole('row')
      .filter({ has: page.locator(`a[href="#/runs/${encodeURIComponent(runId)}"]`) });
  for (const { runId } of custom) await expect(rowOf(runId)).toContainText('Took effect');
  for (const { runId } of refused) {
    await expect(rowOf(runId)).toContainText('No effect');
    await expect(rowOf(runId)).toContainText('CodePipeline refused the result (ValidationException');
    expect((await hand.run(runId)).state).toBe('with-engineer');
  }
  await expect(rowOf(left.runId)).toHaveCount(0);

  await simulator.control('DELETE', 'faults');
  const before = (await simulator.ledger()).calls;
  const retry = page.getByTestId('bulk-retry');
  await expect(retry).toHaveText('Retry the 2 runs that failed');
  await retry.click();
  await expect(page.getByTestId('bulk-sentence')).toHaveText('4 took effect');
  await expect(retry).toHaveCount(0);

  const { calls } = await simulator.ledger();
  expect((calls[operation] ?? 0) - (before[operation] ?? 0)).toBe(refused.length);
  expect(calls['PutJobSuccessResult']).toBe(custom.length);
  for (const { jobId } of [...custom, ...refused]) {
    const { status, results } = await simulator.ledgerJob(jobId);
    expect(status).toBe('Succeeded');
    expect(results.filter(({ accepted }) => accepted)).toHaveLength(1);
  }
  expect(await simulator.ledgerJob(left.jobId)).toMatchObject({ status: 'Dispatched', results: [] });
  for (const { runId } of refused) {
    const completions = (await hand.audit(runId)).filter(({ act }) => act === 'complete');
    expect(completions.map(({ outcome }) => outcome)).toEqual(['took-effect', 'no-effect']);
    expect(completions.map(({ reason }) => reason)).toEqual(['release day', 'release day']);
  }
});
