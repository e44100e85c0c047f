import type { BrowserWindow } from 'electron';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Theme } from './window-state.ts';

const WIDTH = 1280;
const HEIGHT = 800;
const LONGEST_WAIT_MS = 15_000;

/** What must be on the page before it is worth a picture, as an expression in the page. */
const settled = {
  runs: `document.querySelector('[data-testid="runs-table"] [data-testid^="run-row-"]') !== null`,
  run: `document.querySelector('[data-testid="run-detail"] [data-testid="timeline"]') !== null`,
};

/**
 * Saves `runs.png`, `runs-dark.png`, `run.png` and `run-dark.png` (1280×800) into `folder` and answers their paths.
 * `runId` null leaves the last two out. Rejects when a page does not settle.
 */
export async function capturePractice(
  window: BrowserWindow,
  runId: string | null,
  folder: string,
  applyTheme: (theme: Theme) => void,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  // One row more than is captured: X11 shrinks a window of exactly the screen's size by a pixel each way.
  window.setContentSize(WIDTH, HEIGHT + 1);
  const files: string[] = [];
  const capture = async (name: string, hash: string, condition: string): Promise<void> => {
    await show(window, hash, condition);
    for (const theme of ['light', 'dark'] as const) {
      applyTheme(theme);
      await waitFor(
        window,
        `document.body.classList.contains('awsui-dark-mode') === ${String(theme === 'dark')}`,
      );
      const picture = await window.webContents.capturePage({ x: 0, y: 0, width: WIDTH, height: HEIGHT });
      const file = join(folder, theme === 'light' ? `${name}.png` : `${name}-dark.png`);
      // Screens of high density give more pixels.
      const sized = picture.getSize().width === WIDTH ? picture : picture.resize({ width: WIDTH });
      await writeFile(file, sized.toPNG());
      files.push(file);
    }
  };
  await capture('runs', '#/runs', settled.runs);
  if (runId !== null) await capture('run', `#/runs/${encodeURIComponent(runId)}`, settled.run);
  applyTheme('system');
  await show(window, '#/runs', 'true');
  return files;
}

async function show(window: BrowserWindow, hash: string, condition: string): Promise<void> {
  await window.webContents.executeJavaScript(`location.hash = ${JSON.stringify(hash)}; null`);
  await waitFor(window, condition);
}

/** Waits for a condition in the page, then for its fonts and two painted frames. */
async function waitFor(window: BrowserWindow, condition: string): Promise<void> {
  const met: unknown = await window.webContents.executeJavaScript(`new Promise((resolve) => {
    const end = performance.now() + ${LONGEST_WAIT_MS};
    const look = () => {
      if (${condition}) {
        document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))));
      } else if (performance.now() > end) resolve(false);
      else setTimeout(look, 30);
    };
    look();
  })`);
  if (met !== true) throw new Error(`The page did not settle: ${condition}`);
}
