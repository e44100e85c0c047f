import { expect, test } from '@playwright/test';
import { handDesk } from './hand-desk.ts';
import { openRun } from './simulator-control.ts';

const hand = handDesk([
  { name: 'vendor', protection: 'open' },
  { name: 'guarded', protection: 'protected' },
  { name: 'looked-at', protection: 'read-only' },
]);

async function use(environment: string): Promise<void> {
  await hand.ask('environments.use', { name: environment });
  await hand.desk.page.reload();
  if (environment === 'guarded') await hand.addContoso('the tests');
}

test('a message that is too long is refused in the dialog, with what was typed, and nothing is sent', async () => {
  const { page } = hand.desk;
  const { jobId, runId } = await hand.waiting('custom');
  await openRun(page, runId);
  await page.getByTestId('act-fail').click();
  const message = page.getByTestId('fail-message').locator('textarea');
  await message.fill('m'.repeat(5001));
  await page.getByTestId('act-submit').click();
  await expect(page.getByRole('dialog')).toContainText('Message: expected at most 5,000 characters.');
  await expect(page.getByRole('dialog')).toContainText('5,001 of 5,000 characters');
  await expect(message).toHaveValue('m'.repeat(5001));
  expect(await hand.simulator.ledgerJob(jobId)).toMatchObject({ results: [] });
  expect(await hand.audit(runId)).toEqual([]);
  await page.keyboard.press('Escape');
});

test('a protected environment asks for a reason and the name before it sends, also behind the page', async () => {
  const { page } = hand.desk;
  await use('guarded');
  const { jobId, runId } = await hand.waiting('third-party');
  await openRun(page, runId);
  await page.getByTestId('act-fail').click();
  const submit = page.getByTestId('act-submit');
  await expect(submit).toBeDisabled();
  await page.getByTestId('act-reason').locator('input').fill('asked for by the customer');
  await expect(submit).toBeDisabled();
  await page.getByTestId('act-typed-name').locator('input').fill('Contoso');
  await expect(submit).toBeDisabled();

  const act = { kind: 'fail', failureType: 'JobFailed', message: 'Stopped by hand.' };
  await expect(hand.ask('runs.act', { runId, act })).rejects.toThrow('is protected: give a reason');
  await expect(hand.ask('runs.act', { runId, act, reason: 'asked for' })).rejects.toThrow('type out');
  expect((await hand.simulator.ledgerJob(jobId)).acknowledgedAt).toBeUndefined();

  await page.getByTestId('act-typed-name').locator('input').fill('Contoso Retail');
  await submit.click();
  await expect(page.getByTestId('act-outcome')).toContainText('Took effect.');
  expect((await hand.audit(runId))[0]).toMatchObject({ act: 'fail', reason: 'asked for by the customer' });
});

test('a read-only environment offers no act, says why, and lets none through', async () => {
  const { page } = hand.desk;
  await use('looked-at');
  const { jobId, runId } = await hand.waiting('custom');
  await openRun(page, runId);
  const button = page.getByTestId('act-acknowledge');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/The environment looked-at is read-only/);
  await expect(hand.ask('runs.act', { runId, act: { kind: 'acknowledge' } })).rejects.toThrow('is read-only');
  expect((await hand.simulator.ledgerJob(jobId)).acknowledgedAt).toBeUndefined();
  expect(await hand.audit(runId)).toEqual([]);
});
