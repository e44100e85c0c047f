import { expect, test } from '@playwright/test';
import { practiceDesk } from './practice-desk.ts';
import { chainOfSeed, firstJobOf, openRun, runOfJob } from './simulator-control.ts';

const practice = practiceDesk();

/** A run of our own account that waits for a person from the start. */
const waitingRun = async () =>
  runOfJob(
    practice.desk.page,
    await firstJobOf(practice.simulator, await chainOfSeed(practice.simulator, 'own-release-review')),
  );

const shots = process.env['ACTION_DESK_SHOTS'];
const shoot = async (name: string): Promise<void> => {
  if (!shots) return;
  for (const theme of ['light', 'dark']) {
    await practice.desk.page.evaluate(
      `document.body.classList.toggle('awsui-dark-mode', ${theme === 'dark'})`,
    );
    await practice.desk.page.screenshot({ path: `${shots}/${name}-${theme}.png` });
  }
  await practice.desk.page.evaluate(`document.body.classList.remove('awsui-dark-mode')`);
};
const goTo = (hash: string) => practice.desk.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

test('a failure text with placeholders is shown as the customer will read it, and can be kept', async () => {
  const { page } = practice.desk;
  await openRun(page, await waitingRun());
  await page.getByTestId('act-fail').click();
  await page.getByTestId('fail-message').locator('textarea').fill('Ask us about {runId} in {region}.');
  await expect(page.getByTestId('fail-filled')).toContainText('in us-');
  await shoot('fail-dialog');
  await page.getByTestId('fail-templates').click();
  await page.getByTestId('template-from-present').click();
  await page.getByTestId('template-name').locator('input').fill('Ask us');
  await shoot('template-editor');
  await page.getByTestId('template-save').click();
  await expect(page.getByRole('list', { name: 'Your failure texts' })).toContainText('Ask us');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});

test('an act on many runs says before who can and why not, and after what became of each', async () => {
  const { page } = practice.desk;
  await goTo('#/runs');
  await expect(page.locator('[data-testid^="run-row-"]').first()).toBeVisible();
  await expect(page.locator('[data-testid^="run-row-"]').nth(5)).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('runs-table').getByRole('checkbox').first().check({ force: true });
  await page.getByTestId('bulk-acts').getByRole('button').click();
  await shoot('menu');
  await page.getByRole('menuitem', { name: 'Fail…' }).click();
  await expect(page.getByTestId('bulk-preview')).toContainText(/\d+ runs: \d+ can, \d+ cannot/);
  await expect(page.getByTestId('act-call').last()).toBeVisible();
  await shoot('bulk-dialog');
  await page.getByTestId('bulk-submit').click();
  await expect(page.getByTestId('bulk-sentence')).toContainText(/took effect|overtaken|refused|no effect/, {
    timeout: 60_000,
  });
  await shoot('bulk-results');
  await page.getByTestId('bulk-close').click();
  await expect(page.getByTestId('bulk-chip')).toContainText('Fail:');
  await shoot('chip');
});

test('a stage that failed in our own account is retried, and CodePipeline says so', async () => {
  const { page } = practice.desk;
  await openRun(page, await waitingRun());
  await page.getByTestId('act-retry-stage').click();
  await expect(page.getByTestId('act-call')).toContainText('RetryStageExecution');
  await shoot('retry-stage');
  // Another action of the stage may still be at work: until it has ended, the stage cannot be retried.
  await expect(async () => {
    await page.getByTestId('retry-stage-submit').click();
    await expect(page.getByTestId('retry-stage-outcome')).toContainText('Took effect', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await shoot('retry-stage-outcome');
  await page.keyboard.press('Escape');
});

test('a hold keeps new jobs unclaimed until it is released', async () => {
  const { page } = practice.desk;
  await goTo('#/agent');
  await page.getByTestId('hold-add').click();
  await page.getByTestId('hold-region').getByRole('button').click();
  await page.getByRole('option', { name: 'us-east-1' }).click();
  await shoot('hold-dialog');
  await page.getByTestId('act-reason').locator('input').fill('the load generators are down');
  await page.getByTestId('hold-submit').click();
  await expect(page.getByTestId('holds')).toContainText('every action type in us-east-1');
  await expect(page.getByTestId('holds-chip')).toHaveText('1 hold');
  await shoot('holds');
  await page.getByTestId('hold-release').click();
  await page.getByTestId('hold-submit').click();
  await expect(page.getByTestId('holds-chip')).toHaveCount(0);
});
