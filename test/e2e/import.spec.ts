import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contoso } from '../support/simulator.ts';
import { handDesk } from './hand-desk.ts';

const hand = handDesk();

const FABRIKAM = '7b1f0f53-0c6e-4a4e-9f57-2f5f0d2c9a11';
const TAILSPIN = '7b1f0f53-0c6e-4a4e-9f57-2f5f0d2c9a12';
const CSV = [
  'clientId,label,token',
  `${FABRIKAM},Fabrikam,ct-fabrikam-of-the-import`,
  'not-a-uuid,Adatum,ct-adatum-of-the-import',
  `${TAILSPIN},"Tailspin, Toys",`,
  `${contoso.clientId},Contoso Stores,${contoso.clientToken}`,
].join('\r\n');

const known = async (): Promise<string[]> => {
  const { rows } = await hand.ask<{ rows: { label: string }[] }>('clients.list', {});
  return rows.map(({ label }) => label).sort();
};

test('a file with bad lines is shown line by line, and its good ones are taken only when told to', async () => {
  const { page, app, userData } = hand.desk;
  const file = join(userData, 'customers.csv');
  await writeFile(file, CSV);
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await page.getByTestId('nav-clients').click();
  await page.getByTestId('client-import').click();
  await page.getByTestId('import-choose').click();

  const preview = page.getByTestId('import-preview');
  await expect(preview.getByRole('row')).toHaveCount(3);
  await expect(preview.getByRole('row').nth(1)).toContainText(/line 3.*clientId/);
  await expect(preview.getByRole('row').nth(2)).toContainText(/line 4.*token/);
  expect(await page.content()).not.toContain('of-the-import');
  await preview.getByRole('button', { name: 'All (4)' }).click();
  await expect(preview).toContainText('Fabrikam');
  await expect(preview).toContainText('Contoso Stores (now Contoso Retail)');
  const take = page.getByTestId('import-take');
  await expect(take).toHaveText('Import 2 clients');
  await expect(take).toBeDisabled();
  expect(await known()).toEqual(['Contoso Retail']);

  await page.getByTestId('import-skip-bad').locator('input').check({ force: true });
  expect(await known()).toEqual(['Contoso Retail']);
  await take.click();
  await expect(page.getByText('Added 1, replaced 1')).toBeVisible();
  expect(await known()).toEqual(['Contoso Stores', 'Fabrikam']);
  await expect(page.getByTestId(`client-row-${FABRIKAM}`)).toBeVisible();
  await expect(page.getByTestId(`client-row-${TAILSPIN}`)).toHaveCount(0);

  // What was taken works: the replaced client's token is the one that CodePipeline knows.
  const { jobId, runId } = await hand.waiting('third-party');
  await hand.ask('runs.act', { runId, act: { kind: 'acknowledge' } });
  expect((await hand.simulator.ledgerJob(jobId)).status).toBe('InProgress');
});

test('an import that is left takes nothing', async () => {
  const { page } = hand.desk;
  const before = await known();
  await page.getByTestId('client-import').click();
  await page.getByTestId('import-text').locator('textarea').fill(`${TAILSPIN},Tailspin,ct-tailspin`);
  await page.getByTestId('import-read').click();
  await expect(page.getByTestId('import-take')).toHaveText('Import 1 client');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await known()).toEqual(before);
});
