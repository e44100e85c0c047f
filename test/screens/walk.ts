import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { BUSY_PLACES, CONSOLE_PLACES, chooseTheme, goTo } from '#test/support/console-places.ts';
import { projectFolder } from '#test/support/electron-path.ts';
import { launchDesk } from '#test/support/launch-desk.ts';
import { liveThroughTheDay } from './busy-day.ts';

/*
 * `npm run screens`: a picture of every page and main dialog, in both themes and two sizes, with a day of a busy vendor in the
 * simulator. They go to out/screens; nothing is compared, people look at them.
 */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

const folder = join(projectFolder, 'out', 'screens');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const scenario = process.argv[2] ?? 'busy-vendor';
const desk = await launchDesk({ scenario });
const { page } = desk;
const isBusy = scenario === 'busy-vendor';
await page
  .locator('[data-testid^="run-row-"]')
  .nth(isBusy ? 20 : 0)
  .waitFor({ timeout: 60_000 });
// Another scenario has no such day: it is pictured as it is.
const letGo = isBusy ? await liveThroughTheDay(page) : null;
const places = letGo ? [...CONSOLE_PLACES, ...BUSY_PLACES] : CONSOLE_PLACES;
let missed = 0;
for (const size of SIZES) {
  await page.setViewportSize(size);
  for (const theme of ['Light', 'Dark'] as const) {
    await goTo(page, '#/runs', '[data-testid="runs-table"]');
    await chooseTheme(page, theme);
    for (const place of places) {
      const file = join(folder, `${place.name}-${size.width}-${theme.toLowerCase()}.png`);
      try {
        await place.open(page);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: file, animations: 'disabled' });
        process.stdout.write(`${relative(process.cwd(), file)}\n`);
      } catch (error) {
        missed += 1;
        process.stdout.write(`${place.name}: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
    await goTo(page, '#/runs', '[data-testid="runs-table"]');
  }
}
for (const violation of desk.violations) process.stdout.write(`refused: ${violation}\n`);
letGo?.();
await desk.close();
process.exitCode = missed > 0 ? 1 : 0;
