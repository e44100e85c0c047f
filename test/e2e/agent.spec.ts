import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { simulatorOf, type SimulatorControl } from './simulator-control.ts';

let desk: LaunchedDesk;
let simulator: SimulatorControl;

test.beforeAll(async () => {
  desk = await launchDesk({ scenario: 'practice' });
  simulator = await simulatorOf(desk.page);
});
test.afterAll(() => desk.close());
test.afterEach(() => expect(desk.violations).toEqual([]));

test('a column is drained by the keyboard, and switched on again', async () => {
  const { page } = desk;
  await page.getByTestId('nav-agent').click();
  await page.getByText('Matrix', { exact: true }).click();
  const matrix = page.getByTestId('agent-matrix');
  await matrix.locator('[data-place="1/1"]').focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('agent-scope')).toHaveText('2 cells selected');
  await page.getByTestId('cell-drain').click();
  await expect(page.getByTestId('agent-outcome').first()).toContainText('Draining 2 of 2 cells.');
  await expect(matrix.locator('[data-mode="draining"]')).toHaveCount(2);
  await page.getByTestId('cell-resume').click();
  await expect(matrix.locator('[data-mode="draining"]')).toHaveCount(0);
  await page.getByTestId('cell-poll-now').click();
  await expect(page.getByTestId('agent-outcome').first()).toContainText('Polled 2 cells');
});

test('every view of the agent is accessible', async () => {
  const { page } = desk;
  for (const view of ['List', 'Matrix', 'Budget']) {
    await page.getByText(view, { exact: true }).click();
    const found = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(found.violations.map(({ id, nodes }) => [view, id, nodes[0]?.html])).toEqual([]);
  }
});

test('a silence is told on every page, leads to the agent, and goes with the first answers', async () => {
  const { page } = desk;
  for (const operation of ['PollForJobs', 'PollForThirdPartyJobs'])
    await simulator.fault({ operation, kind: 'disconnect' });
  await page.getByTestId('nav-settings').click();
  const strip = page.getByTestId('notice-strip');
  await expect(strip).toContainText('No poll has been answered for three intervals', { timeout: 45_000 });
  await strip.getByRole('link', { name: 'Open the agent' }).click();
  await expect(page.getByTestId('agent-headline')).toContainText('Cut off: no poll comes through');
  await fetch(`${simulator.endpoint}/_simulator/faults`, { method: 'DELETE' });
  await page.getByTestId('cell-poll-now').click();
  await expect(strip).toHaveCount(0, { timeout: 45_000 });
});
