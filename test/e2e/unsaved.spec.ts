import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';

let desk: LaunchedDesk;
// Asked for while it runs: an application that has ended is no object of Playwright's any more.
let child: ReturnType<LaunchedDesk['app']['process']>;

test.beforeEach(async () => {
  desk = await launchDesk({ scenario: 'bare' });
  child = desk.app.process();
  const { page } = desk;
  await page.getByTestId('nav-agent').click();
  await page.getByTestId('nav-settings').click();
  await page.getByTestId('env-add').click();
  await nameField().fill('half-typed');
});
test.afterEach(async () => {
  expect(desk.violations).toEqual([]);
  // A person would be asked.
  if (child.exitCode === null) child.kill('SIGTERM');
  await desk.exitCode;
  await desk.close();
});

const nameField = () => desk.page.getByTestId('env-name').locator('input');
const question = () => desk.page.getByRole('dialog', { name: 'Discard what you typed?' });
const closeWindow = () => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const quit = () => desk.app.evaluate(({ app }) => app.quit());

for (const [way, leave] of Object.entries({ 'closing the window': closeWindow, quitting: quit })) {
  test(`${way} asks about what is not stored: Stay keeps it, Discard goes on`, async () => {
    await leave();
    await expect(question()).toBeVisible();
    // The second click of a double click is no answer.
    await leave();
    await question().getByRole('button', { name: 'Stay' }).press('Enter');
    await expect(question()).toHaveCount(0);
    await expect(nameField()).toHaveValue('half-typed');

    await leave();
    await question().getByTestId('confirm').press('Enter');
    expect(await desk.exitCode).toBe(0);
  });
}

test('a step back keeps what was typed, and the window still asks on the page that it led to', async () => {
  const { page } = desk;
  await page.evaluate('history.back()');
  await expect(page.getByTestId('agent-headline')).toBeVisible();
  await page.getByTestId('draft-kept').getByRole('button', { name: 'Go on editing' }).press('Enter');
  await expect(nameField()).toHaveValue('half-typed');
  await page.evaluate('history.back()');
  await expect(page.getByTestId('agent-headline')).toBeVisible();
  await closeWindow();
  await question().getByRole('button', { name: 'Stay' }).click();
  await expect(nameField()).toHaveValue('half-typed');
  await page.getByTestId('nav-runs').click();
  await question().getByRole('button', { name: 'Stay' }).click();
  await page.evaluate(`location.hash = '#/agent'`);
  await expect(page.getByTestId('agent-headline')).toBeVisible();
  await page.getByTestId('nav-settings').click();
  await expect(nameField()).toHaveValue('half-typed');
});

test('a system that ends the session is held up by no question', async () => {
  await closeWindow();
  await expect(question()).toBeVisible();
  await desk.app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('shutdown', { preventDefault: () => undefined });
  });
  expect(await desk.exitCode).toBe(0);
});

test('a signal ends it without a question', async () => {
  child.kill('SIGTERM');
  expect(await desk.exitCode).toBe(0);
});
