import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { rawZip } from '../support/hostile-archives-zip.ts';
import { artifactDesk, objectPath } from './artifact-desk.ts';
import { firstJobOf, runOfJob } from './simulator-control.ts';

interface NamedPlace {
  readonly direction: 'input' | 'output';
  readonly name: string;
  readonly place: { readonly bucket: string; readonly key: string };
}

const on = artifactDesk();
const go = (path: string) => on.go(path);
const ofRun = (runId: string) => on.ask<{ artifacts: NamedPlace[] }>('artifacts.ofRun', { runId });

/** A run of always the same review of one customer's pipeline. */
async function aRun(outputArtifacts: string[] = []): Promise<string> {
  const pipelineContext = { pipelineName: 'shop', stage: { name: 'Verify' }, action: { name: 'Review' } };
  const order = { inputArtifacts: ['App'], outputArtifacts, pipelineContext };
  return runOfJob(on.desk.page, await firstJobOf(on.simulator, (await on.simulator.order(order)).chainId));
}
const claim = async (runId: string) => {
  await on.ask('runs.act', { runId, act: { kind: 'acknowledge' } });
  await expect
    .poll(async () => (await on.ask<{ run: { state: string } }>('runs.get', { id: runId })).run.state)
    .toBe('with-engineer');
};

test('a missing output is uploaded with the job’s credentials, and not replaced unless that is asked for', async () => {
  const { page, app } = on.desk;
  const runId = await aRun(['Results']);
  await claim(runId);
  const file = join(on.folder, 'results.zip');
  const zip = rawZip([{ name: 'results.txt', data: 'all well' }]);
  await writeFile(file, zip);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await go(`/artifacts?run=${encodeURIComponent(runId)}`);
  const upload = async (replace: boolean) => {
    await page.getByTestId('upload-output').press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Upload an output artifact' });
    await expect(dialog).toContainText('Results');
    await expect(dialog).toContainText('aws:kms');
    if (replace) await dialog.getByRole('checkbox').press('Space');
    await dialog.getByTestId('upload-choose').press('Enter');
  };
  await upload(false);
  const task = page.getByTestId('artifact-task').first();
  await expect(task).toHaveAttribute('data-state', 'done');
  const placed = (await ofRun(runId)).artifacts.find(({ direction }) => direction === 'output')?.place;
  if (!placed) throw new Error('the job has a place for its output');
  expect(zip.equals(await on.store.read(placed.bucket, placed.key))).toBe(true);

  await writeFile(file, rawZip([{ name: 'results.txt', data: 'better' }]));
  await upload(false);
  await expect(page.getByRole('dialog').getByText(/is there already .* it is to be replaced/)).toBeVisible();
  await page.keyboard.press('Escape');
  expect(zip.equals(await on.store.read(placed.bucket, placed.key))).toBe(true);
  await upload(true);
  await expect.poll(async () => zip.equals(await on.store.read(placed.bucket, placed.key))).toBe(false);
});

test('a run’s input is compared with that of the last green run in one press', async () => {
  const { page } = on.desk;
  const green = await aRun();
  await claim(green);
  await on.ask('runs.act', { runId: green, act: { kind: 'complete' } });
  const now = await aRun();
  const put = async (runId: string, users: string) => {
    const [input] = (await ofRun(runId)).artifacts;
    if (!input) throw new Error('the run has an input');
    const entries = [
      { name: 'plan.yaml', data: `users: ${users}\n` },
      { name: 'same.txt', data: 'same' },
    ];
    await on.store.put(input.place.bucket, input.place.key, rawZip(entries));
  };
  await put(green, '100');
  await put(now, '2000');
  await go(`/artifacts?run=${encodeURIComponent(now)}`);
  await page.getByTestId('compare-with-green').press('Enter');
  await expect(page.getByTestId('compared')).toHaveAttribute('data-running', 'false');
  const left = page.getByTestId('side-left');
  await expect(left.getByRole('heading')).toHaveText('Last green run');
  await expect(left.getByTestId('side-run')).toHaveAttribute('data-state', 'succeeded');
  await expect(page.getByTestId('side-right').getByRole('heading')).toHaveText('This run');
  await expect(page.getByTestId('compared-rows').getByRole('columnheader', { name: 'Green' })).toBeVisible();
  await expect(page.getByTestId('verdict-changed')).toContainText('1');
  await page.getByTestId('compared-rows').getByText('plan.yaml').click();
  await expect(page.getByTestId('code-diff')).toContainText('users: 100');
  await expect(page.getByTestId('code-diff')).toContainText('users: 2000');
});

test('an image, a PDF and a test report are shown as what they are', async () => {
  const { page, app } = on.desk;
  const png = await page.screenshot();
  const pdf = Buffer.from(
    await app.evaluate(async ({ BrowserWindow }) => {
      const printed = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({});
      return printed?.toString('base64') ?? '';
    }),
    'base64',
  );
  const junit = `<?xml version="1.0"?><testsuites><testsuite name="checkout" tests="2" failures="1">
    <testcase classname="Cart" name="adds" time="0.1"/>
    <testcase classname="Cart" name="pays" time="0.2"><failure message="card refused">at pay
    at checkout</failure></testcase>
    </testsuite></testsuites>`;
  const zip = rawZip([
    { name: 'report/screen.png', data: png },
    { name: 'report/report.pdf', data: pdf },
    { name: 'report/junit.xml', data: junit },
  ]);
  const [input] = (await ofRun(await aRun())).artifacts;
  const bucket = input?.place.bucket ?? '';
  await on.store.put(bucket, 'previews/report.zip', zip);
  await go(objectPath(bucket, 'previews/report.zip'));
  await page.getByText('Flat', { exact: true }).click();
  const show = async (name: string, kind: string) => {
    await page.getByTestId('entries').getByText(name).click();
    await expect(page.getByTestId('preview')).toHaveAttribute('data-kind', kind);
  };
  await show('screen.png', 'image');
  const drawn = 'document.querySelector(".ad-image img").naturalWidth';
  await expect.poll(() => page.evaluate<number>(drawn)).toBe(png.readUInt32BE(16));
  await show('report.pdf', 'pdf');
  await expect(page.getByTestId('preview')).toContainText(/A PDF of \d+ pages?/);
  await show('junit.xml', 'table');
  await expect(page.getByTestId('preview').getByRole('table')).toContainText('card refused');
  await expect(page.getByTestId('preview')).toContainText('1 of 2 tests passed');
  // A line break of a message is one, and no hidden character.
  await expect(page.getByTestId('preview').locator('.ad-escaped')).toHaveCount(0);
});

test('a covered value is seen by the keyboard alone, one at a time, and covered again when it is left', async () => {
  const { page } = on.desk;
  const settings = { apiKey: 'first-secret-value-1234', plain: 'seen', password: 'second-secret-value-5678' };
  const bucket = (await ofRun(await aRun())).artifacts[0]?.place.bucket ?? '';
  await on.store.put(bucket, 'previews/settings.json', Buffer.from(JSON.stringify(settings, null, 2)));
  await go(objectPath(bucket, 'previews/settings.json'));
  const text = page.locator('.cm-content');
  const covers = page.locator('.cm-secret');
  await expect(covers).toHaveCount(2);
  await expect(text).not.toContainText('secret-value');
  await text.focus();
  await page.keyboard.press('Tab');
  await expect(covers.nth(0)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(covers.nth(0)).toHaveText('first-secret-value-1234');
  await expect(covers.nth(0)).toBeFocused();
  await expect(text).not.toContainText('second-secret-value-5678');
  await page.keyboard.press('Tab');
  await expect(covers.nth(1)).toBeFocused();
  await expect(text).not.toContainText('first-secret-value-1234');
  await page.keyboard.press('Space');
  await expect(covers.nth(1)).toHaveText('second-secret-value-5678');
  await page.keyboard.press('Escape');
  await expect(text).toBeFocused();
  await expect(text).not.toContainText('secret-value');
  await page.getByTestId('preview').getByRole('button', { name: 'Copy', exact: true }).press('Enter');
  const copied = () => on.desk.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toContain('"plain": "seen"');
  expect(await copied()).not.toContain('secret-value');
  await page.getByTestId('show-secrets').press('Enter');
  await expect(text).toContainText('first-secret-value-1234');
  await page.getByTestId('show-secrets').press('Enter');
  await expect(text).not.toContainText('secret-value');
});
