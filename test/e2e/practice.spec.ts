import { expect, test } from '@playwright/test';
import { practiceDesk } from './practice-desk.ts';
import { chainOfSeed, firstJobOf, openRun, resultsOf, runOfJob } from './simulator-control.ts';

const practice = practiceDesk();

const row = (runId: string) =>
  practice.desk.page.locator('tr').filter({ has: practice.desk.page.getByTestId(`run-row-${runId}`) });
const runDetail = () => practice.desk.page.getByTestId('run-detail');
const runOfSeed = async (name: string) =>
  runOfJob(
    practice.desk.page,
    await firstJobOf(practice.simulator, await chainOfSeed(practice.simulator, name)),
  );

/** Opens an act's dialog, fills it in, sends it, and waits until it was read back that the run is in `after`. */
async function act(kind: string, after: string, fill?: () => Promise<void>): Promise<void> {
  await practice.desk.page.getByTestId(`act-${kind}`).click();
  await fill?.();
  await practice.desk.page.getByTestId('act-submit').click();
  await expect(practice.desk.page.getByTestId('act-submit')).toHaveCount(0, { timeout: 20_000 });
  const newest = practice.desk.page.getByTestId('act-outcome').first();
  await expect(newest).toContainText('Took effect');
  await expect(newest).toContainText(`→ ${after}`);
}

async function orderedReview(): Promise<{ chainId: string; runId: string }> {
  const { jobId, chainId } = await practice.simulator.order({
    configuration: { Question: 'May it go out?' },
  });
  return { chainId, runId: await runOfJob(practice.desk.page, jobId) };
}

test('the seeded runs appear and end as they should, without a reload', async () => {
  await practice.desk.page.evaluate(`window.sameDocument = true; null`);
  const { seeds } = await practice.simulator.scenario();
  for (const { name, intended } of seeds.filter((seed) => seed.intended !== 'waits-for-human')) {
    const run = row(await runOfSeed(name));
    await expect(run, name).toBeVisible();
    await expect(run, name).toContainText(intended === 'failed' ? 'Failed' : 'Succeeded', {
      timeout: 60_000,
    });
  }
  await expect(row(await runOfSeed('wingtip-without-token'))).toContainText('Needs token');
  await expect(row(await runOfSeed('own-release-review'))).toContainText('Waiting for engineer');
  await expect(practice.desk.page.getByTestId('lane-needs-token')).toContainText('1');
  await expect(practice.desk.page.getByTestId('lane-waiting-for-you')).toContainText('1');
  expect(await practice.desk.page.evaluate(`window.sameDocument`)).toBe(true);

  const { chains } = await practice.simulator.ledger();
  for (const { chainId, intended, name } of seeds) {
    const final = chains.find((chain) => chain.chainId === chainId)?.final;
    expect(final, name).toBe(intended === 'waits-for-human' ? null : intended);
  }
});

test('a client that cannot be saved keeps what was typed and says what was expected', async () => {
  const { page } = practice.desk;
  await page.getByTestId('nav-clients').click();
  await page.getByTestId('client-add').click();
  const [id, label, token] = ['client-id', 'client-label', 'client-token'].map((name) =>
    page.getByTestId(name).locator('input'),
  );
  await id?.fill('not-a-uuid');
  await token?.fill('a-token-that-is-typed');
  await page.getByTestId('client-save').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Client id: expected a UUID');
  await expect(dialog).toContainText("Label: expected the customer's name or another label");
  await expect(id ?? dialog).toHaveValue('not-a-uuid');
  await expect(label ?? dialog).toHaveValue('');
  await expect(token ?? dialog).toHaveValue('a-token-that-is-typed');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
});

test('a missing token is mended in the console, and the run goes on to its end', async () => {
  const { page } = practice.desk;
  const [missing] = (await practice.simulator.scenario()).missingTokens;
  if (!missing) throw new Error('the practice scenario lacks no token');
  const runId = await runOfSeed('wingtip-without-token');
  await openRun(page, runId);
  await expect(runDetail()).toHaveAttribute('data-state', 'needs-token');
  await page.getByTestId('go-add-token').click();

  await expect(page.getByTestId('unmatched')).toContainText(missing.clientId.slice(0, 18));
  await page.getByTestId(`unmatched-add-${missing.clientId}`).click();
  await expect(page.getByTestId('client-id').locator('input')).toHaveValue(missing.clientId);
  await page.getByTestId('client-label').locator('input').fill(missing.label);
  await page.getByTestId('client-token').locator('input').fill(missing.clientToken);
  await page.getByTestId('client-save').click();
  await expect(page.getByTestId('client-outcome')).toContainText('1 waiting run goes on');
  await expect(page.getByTestId('unmatched')).toHaveCount(0);
  await expect(page.getByTestId(`client-row-${missing.clientId}`)).toHaveText(missing.label);
  expect(await page.content()).not.toContain(missing.clientToken);

  await openRun(page, runId);
  await expect(runDetail()).toHaveAttribute('data-state', 'succeeded', { timeout: 45_000 });
  await expect(runDetail()).toContainText(missing.label);
  const results = await resultsOf(
    practice.simulator,
    await chainOfSeed(practice.simulator, 'wingtip-without-token'),
  );
  expect(results.at(-1)).toMatchObject({ operation: 'PutThirdPartyJobSuccessResult', accepted: true });
  expect(results.at(-1)?.continuationToken).toBeUndefined();
});

test('an engineer acknowledges a manual job, reports 40%, and completes it', async () => {
  const { page } = practice.desk;
  const { chainId, runId } = await orderedReview();
  await openRun(page, runId);
  await expect(runDetail()).toHaveAttribute('data-state', 'waiting-for-engineer');
  await expect(page.getByTestId('act-complete')).toBeDisabled();

  await act('acknowledge', 'With engineer');
  await expect(runDetail()).toHaveAttribute('data-state', 'with-engineer');

  await act('progress', 'Between jobs', async () => {
    await page.getByTestId('progress-percent').locator('input').fill('40');
    await page.getByTestId('act-summary').locator('textarea').fill('Two of five profiles read');
    await expect(page.getByTestId('act-call')).toContainText('PutJobSuccessResult');
  });
  await expect(runDetail()).toHaveAttribute('data-state', 'between-jobs');
  await expect(runDetail()).toHaveAttribute('data-state', 'with-engineer');
  await expect(page.getByTestId('timeline')).toContainText('Job 2');
  await expect(runDetail()).toContainText('40%');

  await act('complete', 'Succeeded', () =>
    page.getByTestId('act-summary').locator('textarea').fill('It may go out'),
  );
  await expect(runDetail()).toHaveAttribute('data-state', 'succeeded');
  await expect(page.getByTestId('act-fail')).toBeDisabled();

  const [progress, final, ...more] = await resultsOf(practice.simulator, chainId);
  expect(progress).toMatchObject({
    operation: 'PutJobSuccessResult',
    accepted: true,
    percentComplete: 40,
    summary: 'Two of five profiles read',
  });
  expect(progress?.continuationToken).toMatch(/./);
  expect(final).toMatchObject({ operation: 'PutJobSuccessResult', accepted: true, summary: 'It may go out' });
  expect(final?.continuationToken).toBeUndefined();
  expect(more).toEqual([]);
  const { chains, jobs } = await practice.simulator.ledger();
  expect(chains.find((chain) => chain.chainId === chainId)?.final).toBe('succeeded');
  expect(jobs.filter((job) => job.chainId === chainId).map((job) => job.status)).toEqual([
    'Succeeded',
    'Succeeded',
  ]);
});

test('an engineer fails a manual job with a type and a message', async () => {
  const { page } = practice.desk;
  const { chainId, runId } = await orderedReview();
  await openRun(page, runId);
  await act('acknowledge', 'With engineer');
  await expect(runDetail()).toHaveAttribute('data-state', 'with-engineer');

  const message = 'The load profile is last year’s. Set TestPlan to checkout-2026 and retry the stage.';
  await act('fail', 'Failed', async () => {
    await page.getByTestId('fail-type').locator('button').click();
    await page.getByRole('option', { name: 'ConfigurationError' }).click();
    await page.getByTestId('fail-message').locator('textarea').fill('');
    await page.getByTestId('act-submit').click();
    await expect(page.getByRole('dialog')).toContainText('Message: expected a text');
    await page.getByTestId('fail-message').locator('textarea').fill(message);
  });
  await expect(runDetail()).toHaveAttribute('data-state', 'failed');
  await expect(runDetail()).toContainText(message);

  const results = await resultsOf(practice.simulator, chainId);
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({
    operation: 'PutJobFailureResult',
    accepted: true,
    failureDetails: { type: 'ConfigurationError', message },
  });
});
