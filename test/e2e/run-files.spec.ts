import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { chainOfSeed, firstJobOf, openRun, runOfJob, simulatorOf } from './simulator-control.ts';

let desk: LaunchedDesk;
let folder: string;
const exported = () => join(folder, 'run.action-desk-run.json');

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'action-desk-bundles-'));
  desk = await launchDesk({ scenario: 'practice' });
});
test.afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});
test.afterEach(() => expect(desk.violations).toEqual([]));

/** The system's dialogs cannot be driven: from now on they answer with this file. */
const dialogsAnswer = (place: string) =>
  desk.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, place);

test('a run is found in, noted on, stepped through and shown beside the list', async () => {
  const { page } = desk;
  const simulator = await simulatorOf(page);
  const seed = await chainOfSeed(simulator, 'contoso-checkout');
  const runId = await runOfJob(page, await firstJobOf(simulator, seed));
  const link = page.locator(`a[data-row-link][href="#/runs/${runId}"]`);
  await expect(link).toBeVisible();
  await link.focus();
  await page.keyboard.press(' ');
  await expect(page.getByTestId('run-beside')).toContainText('Contoso Retail');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('run-beside')).toHaveCount(0);
  await expect(link).toBeFocused();

  await openRun(page, runId);
  await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', 'succeeded', {
    timeout: 60_000,
  });
  await page.getByTestId('add-note').click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Called the customer at noon.');
  await page.getByRole('button', { name: 'Keep note' }).click();
  await expect(page.getByTestId('timeline')).toContainText('Called the customer at noon.');

  await page.keyboard.press('Control+f');
  await page.getByTestId('find-field').fill('inputArtifacts');
  await expect(page.getByTestId('find-count')).toHaveText(/^1 of [1-9]/);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('find-count')).toHaveText(/^2 of [1-9]/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('find-field')).toHaveCount(0);
});

test('a run goes to a file without its secrets, opens again read only, and is replayed', async () => {
  const { page } = desk;
  await dialogsAnswer(exported());
  await page.getByTestId('export-run').click();
  await expect(page.getByText(/is written: the run without secrets/)).toBeVisible();
  const text = await readFile(exported(), 'utf8');
  expect(text).toContain('Called the customer at noon.');
  expect(text).not.toMatch(/practice-[a-z-]*key|ct-4kP7wZqS2nVxR8bL/);

  await page.evaluate("location.hash = '#/bundle'");
  await page.getByTestId('open-bundle').click();
  await expect(page.getByTestId('bundle')).toHaveAttribute('data-state', 'succeeded');
  await expect(page.getByTestId('bundle-banner')).toContainText('read only');
  await expect(page.getByRole('group', { name: 'Acts' })).toHaveCount(0);
  await expect(page.getByTestId('timeline')).toContainText('Called the customer at noon.');

  await writeFile(join(folder, 'cut.json'), text.slice(0, 900));
  await dialogsAnswer(join(folder, 'cut.json'));
  await page.getByTestId('open-bundle').click();
  await expect(page.getByTestId('bundle-refused')).toContainText('damaged');
  await expect(page.getByTestId('bundle')).toHaveAttribute('data-state', 'succeeded');

  await page.getByTestId('replay').click();
  await page.getByTestId('replay-start').click();
  await expect(page.getByTestId('replay-started')).toBeVisible({ timeout: 60_000 });
  const links = page.locator('a[data-row-link]');
  await expect(links).toHaveCount(1, { timeout: 30_000 });
  await links.click();
  await expect(page.getByTestId('run-detail')).toHaveAttribute('data-state', 'succeeded', {
    timeout: 60_000,
  });
});
