import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { rawZip } from '../support/hostile-archives-zip.ts';
import { manyFilesZip } from '../support/many-files-zip.ts';
import { artifactDesk, objectPath } from './artifact-desk.ts';
import { chainOfSeed, firstJobOf, openRun, runOfJob } from './simulator-control.ts';

const on = artifactDesk();
/** The bucket of the first test's artifact. */
let bucket: string;
const go = (path: string) => on.go(path);
const rowsOf = (testId: string) => on.desk.page.getByTestId(testId).locator('[role="row"]');
const waitingRun = async () =>
  runOfJob(
    on.desk.page,
    await firstJobOf(on.simulator, await chainOfSeed(on.simulator, 'own-release-review')),
  );

test('from a run one comes to a file in its input artifact, by the keyboard', async () => {
  const { page } = on.desk;
  await openRun(page, await waitingRun());
  const inside = page
    .getByTestId('artifacts')
    .getByRole('link', { name: /^Look inside/ })
    .first();
  await inside.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('artifact-credentials')).toContainText('job');
  await expect(page.getByTestId('encryption')).toContainText('SSE-KMS');
  await expect(page.getByTestId('kms-key')).toContainText(/arn:aws:kms:|alias/);
  await expect(page.getByTestId('fetched')).toContainText('in 1 request');
  bucket = new URLSearchParams(page.url().split('?')[1]).get('bucket') ?? '';

  await page.keyboard.press('/');
  await page.keyboard.type('json');
  await expect(page.getByTestId('entries')).toContainText('package.json');
  await page.getByTestId('entries').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('preview')).toHaveAttribute('data-kind', /text|formatted/);
  await expect(page.locator('.cm-content')).toContainText('"name"');
  await page.getByTestId('preview').getByRole('button', { name: 'Hex' }).click();
  await expect(page.getByTestId('preview').locator('pre')).toContainText('00000000');
});

test('what the job’s credentials do not open is explained', async () => {
  const { page } = on.desk;
  const runId = await waitingRun();
  await on.store.put(bucket, 'another-pipeline/Secret/x.zip', rawZip([{ name: 'a.txt', data: 'a' }]));
  await go(objectPath(bucket, 'another-pipeline/Secret/x.zip', { run: runId }));
  const problem = page.getByTestId('artifact-problem');
  await expect(problem).toHaveAttribute('data-code', 'aws-access-denied');
  await expect(problem.locator('dl')).toContainText('another-pipeline/Secret/x.zip');
  await expect(problem.locator('dt')).not.toHaveCount(1);
});

test('two artifacts are compared by content, down to the lines of a file', async () => {
  const { page } = on.desk;
  const old = rawZip([
    { name: 'same.txt', data: 'same' },
    { name: 'config.yaml', data: 'users: 100\nramp: 10s\n' },
    { name: 'gone.txt', data: 'gone' },
  ]);
  const now = rawZip([
    { name: 'same.txt', data: 'same' },
    { name: 'config.yaml', data: 'users: 2000\nramp: 10s\n' },
    { name: 'new.txt', data: 'new' },
  ]);
  await on.store.put(bucket, 'tests/old.zip', old);
  await on.store.put(bucket, 'tests/now.zip', now);
  await go(objectPath(bucket, 'tests/old.zip'));
  await page.getByTestId('compare-menu').getByRole('button').click();
  await page.getByRole('menuitem', { name: /Put aside/ }).click();
  await go(objectPath(bucket, 'tests/now.zip'));
  await expect(page.getByTestId('entries')).toContainText('new.txt');
  await page.getByTestId('compare-menu').getByRole('button').click();
  await page.getByRole('menuitem', { name: /With old.zip/ }).click();
  await expect(page.getByTestId('compared')).toHaveAttribute('data-running', 'false');
  for (const verdict of ['added', 'removed', 'changed', 'same'])
    await expect(page.getByTestId(`verdict-${verdict}`)).toContainText('1');
  await expect(page.getByTestId('compared-rows')).not.toContainText('same.txt');
  await page.getByTestId('compared-rows').getByText('config.yaml').click();
  await expect(page.getByTestId('code-diff')).toContainText('users: 100');
  await expect(page.getByTestId('code-diff')).toContainText('users: 2000');
  await page.getByText('Unified', { exact: true }).click();
  await expect(page.getByTestId('code-diff')).toContainText('users: 2000');
});

test('a hostile archive is shown as what it is, and its names hide nothing', async () => {
  const { page } = on.desk;
  const hostile = rawZip([
    { name: '../../outside.txt', data: 'x' },
    { name: 'invoice\u202efdp.exe', data: 'x' },
    { name: 'good.txt', data: 'good content' },
  ]);
  await on.store.put(bucket, 'tests/hostile.zip', hostile);
  await go(objectPath(bucket, 'tests/hostile.zip'));
  await expect(page.getByTestId('archive-facts')).toContainText('2 ASCII, 1 UTF-8 (flag)');
  await page.getByText('Flat', { exact: true }).click();
  await expect(page.getByTestId('entries')).toContainText('U+202E');
  await page.getByTestId('entries').getByText('outside.txt').click();
  await expect(page.getByTestId('entry-faults')).toHaveAttribute('data-faults', /unsafe-path/);
  await page.getByTestId('entries').getByText('good.txt').click();
  await expect(page.locator('.cm-content')).toContainText('good content');

  await on.store.put(bucket, 'tests/cut.zip', hostile.subarray(0, 100));
  await go(objectPath(bucket, 'tests/cut.zip'));
  await expect(page.getByTestId('archive-faults')).toBeVisible();
});

test('a save that is thought better of leaves no task, and one that is made nothing outside of its folder', async () => {
  const { page, app } = on.desk;
  const answer = (canceled: boolean) =>
    app.evaluate(
      ({ dialog }, told) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: told.canceled, filePath: told.folder });
        dialog.showOpenDialog = () => Promise.resolve({ canceled: told.canceled, filePaths: [told.folder] });
      },
      { canceled, folder: on.folder },
    );
  const saveAll = async () => {
    await page.getByTestId('save-menu').getByRole('button').click();
    await page.getByRole('menuitem', { name: /Everything/ }).click();
    await page.getByTestId('save-choose').click();
  };
  await go(objectPath(bucket, 'tests/hostile.zip'));
  await expect(rowsOf('entries').nth(1)).toBeVisible();
  await answer(true);
  await saveAll();
  // Whoever thinks better of it has the dialog still, and no task.
  await expect(page.getByTestId('save-choose')).toBeVisible();
  await expect(page.getByTestId('artifact-tasks')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await answer(false);
  await saveAll();
  const task = page.getByTestId('artifact-task');
  await expect(task).toHaveAttribute('data-state', /done|failed/);
  await expect(task).toContainText(/left out or went wrong/);
  const files = (await readdir(on.folder, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const good = files.find((name) => name.endsWith('good.txt')) ?? '';
  expect(await readFile(join(on.folder, good), 'utf8')).toBe('good content');
  expect(files.filter((name) => name.endsWith('outside.txt'))).toEqual([]);
  await page.getByTestId('forget-task').click();
  await expect(page.getByTestId('artifact-tasks')).toHaveCount(0);
});

test('a save that is under way is cancelled, and can be gone on with', async () => {
  const { page, app } = on.desk;
  const big = randomBytes(3_000_000);
  await on.store.put(bucket, 'tests/big.bin', big);
  const filePath = join(on.folder, 'big.bin');
  await app.evaluate(({ dialog }, told) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: told });
  }, filePath);
  await go(objectPath(bucket, 'tests/big.bin'));
  await expect(page.getByTestId('preview')).toHaveAttribute('data-kind', 'hex');
  await on.simulator.fault({ operation: 's3:GetObject', kind: 'latency', ms: 20_000, times: 1 });
  await page.getByTestId('save-menu').getByRole('button').click();
  await page.getByRole('menuitem', { name: /as it is/ }).click();
  await page.getByTestId('save-choose').click();
  const task = page.getByTestId('artifact-task');
  await expect(task).toHaveAttribute('data-state', 'running');
  await page.getByTestId('cancel-task').click();
  await expect(task).toHaveAttribute('data-state', 'cancelled');
  await page.getByTestId('resume-task').click();
  await expect(task).toHaveAttribute('data-state', 'done');
  expect(big.equals(await readFile(filePath))).toBe(true);
  await page.getByTestId('forget-task').click();
});

test('everything below a prefix is listed, and a pasted place leads there', async () => {
  const { page } = on.desk;
  await go('/artifacts');
  await page.getByTestId('place-field').locator('input').fill(`s3://${bucket}/tests/`);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('keys')).toContainText('hostile.zip');
  await page.getByTestId('whole-listing').click();
  await expect(page.getByTestId('listing-state')).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('all-keys')).toContainText('tests/hostile.zip');
  await page.getByTestId('place-field').locator('input').fill('nowhere');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'expected s3://' })).toBeVisible();
});

test('an archive of a hundred thousand files is listed, scrolled to its end and searched', async () => {
  const { page } = on.desk;
  const count = 100_000;
  const name = (at: number) => `run-${String(at).padStart(6, '0')}.json`;
  const names = Array.from({ length: count }, (_, at) => name(at));
  await on.store.put(bucket, 'tests/many.zip', manyFilesZip(names));
  await go(objectPath(bucket, 'tests/many.zip'));
  await expect(page.getByTestId('archive-facts')).toContainText('100,000', { timeout: 30_000 });
  await expect(page.getByTestId('entries')).toContainText(name(0));
  await page.getByTestId('entries').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('entries')).toContainText(name(count - 1));
  expect(await rowsOf('entries').count()).toBeLessThan(100);
  await page.getByTestId('entry-search').locator('input').fill('09999');
  await expect(page.getByText('11 found')).toBeVisible();
});
