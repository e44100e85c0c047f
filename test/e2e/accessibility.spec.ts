import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { CONSOLE_PLACES, chooseTheme, goTo } from '../support/console-places.ts';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';
import { chainOfSeed, firstJobOf, runOfJob, simulatorOf } from './simulator-control.ts';

let desk: LaunchedDesk;

test.beforeAll(async () => {
  desk = await launchDesk({ scenario: 'practice' });
  const simulator = await simulatorOf(desk.page);
  await runOfJob(desk.page, await firstJobOf(simulator, await chainOfSeed(simulator, 'own-release-review')));
  await expect(desk.page.locator('[data-testid^="run-row-"]').first()).toBeVisible();
});
test.afterAll(() => desk.close());
test.afterEach(() => expect(desk.violations).toEqual([]));

const HALVES = [
  ['the first half of the', CONSOLE_PLACES.slice(0, CONSOLE_PLACES.length / 2)],
  ['the second half of the', CONSOLE_PLACES.slice(CONSOLE_PLACES.length / 2)],
] as const;

for (const theme of ['Light', 'Dark'] as const)
  for (const [half, places] of HALVES) {
    test(`no page and no dialog of ${half} places breaks a rule of axe, in ${theme.toLowerCase()}`, async () => {
      test.setTimeout(240_000);
      const { page } = desk;
      await goTo(page, '#/runs', '[data-testid="runs-table"]');
      await chooseTheme(page, theme);
      const broken: unknown[] = [];
      for (const place of places) {
        await place.open(page);
        const axe = new AxeBuilder({ page }).setLegacyMode(true);
        // Dark differs in colours alone.
        const { violations } = await (theme === 'Dark' ? axe.withRules(['color-contrast']) : axe).analyze();
        for (const { id, nodes } of violations)
          broken.push([place.name, id, nodes.length, nodes[0]?.target.join(' '), nodes[0]?.failureSummary]);
      }
      expect(broken).toEqual([]);
      await goTo(page, '#/runs', '[data-testid="runs-table"]');
    });
  }

test('at 200% zoom no page scrolls sideways', async () => {
  test.setTimeout(120_000);
  const { page, app } = desk;
  const zoom = (factor: number) =>
    app.evaluate(({ BrowserWindow }, to) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setContentSize(1280, 800);
      window?.webContents.setZoomFactor(to);
    }, factor);
  await goTo(page, '#/runs', '[data-testid="runs-table"]');
  await zoom(2);
  try {
    await expect.poll(() => page.evaluate<number>('innerWidth')).toBeLessThan(700);
    const wide: unknown[] = [];
    // The agent's views are chosen from a list where there is little room.
    for (const place of CONSOLE_PLACES.filter(({ name }) => !name.startsWith('agent-'))) {
      await place.open(page);
      const over = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (over > 0) wide.push([place.name, over]);
    }
    expect(wide).toEqual([]);
  } finally {
    await zoom(1);
  }
});

test('nothing moves where the system asks for reduced motion', async () => {
  test.setTimeout(120_000);
  const { page } = desk;
  const SEEN = ['runs', 'act-acknowledge', 'palette', 'client-add', 'pipeline', 'pipeline-start', 'settings'];
  const places = CONSOLE_PLACES.filter(({ name }) => SEEN.includes(name));
  expect(places).toHaveLength(SEEN.length);
  // A dialog's animation is listed as long as the dialog is open. A spinner goes on turning: something is waited for.
  const movingWith = async (reducedMotion: 'reduce' | 'no-preference'): Promise<unknown[]> => {
    await page.emulateMedia({ reducedMotion });
    const moving: unknown[] = [];
    for (const place of places) {
      await place.open(page);
      const names = await page.evaluate<string[]>(
        'document.getAnimations().map((one) => one.animationName ?? one.transitionProperty)',
      );
      moving.push(...names.filter((name) => !name.includes('spinner')).map((name) => [place.name, name]));
    }
    return moving;
  };
  // The switch of tests and screenshots is taken back: the system's wish alone shall stop what moves.
  await page.evaluate(`document.body.classList.remove('awsui-motion-disabled'); null`);
  try {
    expect(await movingWith('no-preference')).not.toEqual([]);
    expect(await movingWith('reduce')).toEqual([]);
  } finally {
    await page.emulateMedia({ reducedMotion: null });
    await page.evaluate(`document.body.classList.add('awsui-motion-disabled'); null`);
    await goTo(page, '#/runs', '[data-testid="runs-table"]');
  }
});

test('a run is acknowledged, reported on and completed by the keyboard alone', async () => {
  const { page } = desk;
  const simulator = await simulatorOf(page);
  const jobId = await firstJobOf(simulator, await chainOfSeed(simulator, 'own-release-review'));
  const runId = await runOfJob(page, jobId);
  await goTo(page, '#/agent', '[data-testid="agent-headline"]');
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').waitFor();
  await page.keyboard.type(runId);
  await page.keyboard.press('Enter');
  const detail = page.getByTestId('run-detail');
  await expect(detail).toHaveAttribute('data-state', 'waiting-for-engineer');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('acknowledge');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo('act-submit');
  await page.keyboard.press('Enter');
  await expect(detail).toHaveAttribute('data-state', 'with-engineer');
  // The report of the act is announced, not only shown.
  await expect(page.getByRole('status').filter({ hasText: 'Took effect' }).first()).toBeAttached();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('complete');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo('act-submit');
  await page.keyboard.press('Enter');
  await expect(detail).toHaveAttribute('data-state', 'succeeded');
});

/** Presses Tab until the element has the focus. */
async function tabTo(testId: string): Promise<void> {
  const { page } = desk;
  const focused = () =>
    page.evaluate<boolean>(`document.activeElement?.closest('[data-testid="${testId}"]') !== null`);
  for (let presses = 0; presses < 40 && !(await focused()); presses += 1) await page.keyboard.press('Tab');
  expect(await focused()).toBe(true);
}
