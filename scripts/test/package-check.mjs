import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../setup/build.mjs';
import { linuxFolder, packApp } from '../package/pack-app.mjs';
import { openDesktopSession } from './desktop-session.mjs';

const shippedPaths = [
  /^\/out(\/|$)/,
  /^\/package\.json$/,
  /^\/node_modules$/,
  /^\/node_modules\/better-sqlite3(\/|$)/,
];

/**
 * Packs the application as a release would be and looks at the result: what is in the archive, and whether
 * the packed program starts, counts as packaged, runs from the archive and shows its window. Counts each.
 */
export async function checkPackage(toolchain) {
  if (process.platform !== 'linux') return { passed: 0, failed: 0, skipped: checks.length };
  await buildApp(toolchain.node);
  await packApp(toolchain, { onlyFolder: true, inspectable: true });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [sentence, check] of checks) {
    try {
      await check();
      counts.passed += 1;
      process.stdout.write(`  ✓ ${sentence}\n`);
    } catch (error) {
      counts.failed += 1;
      process.stdout.write(`  ✗ ${sentence}\n    ${String(error?.stack ?? error).slice(0, 3000)}\n`);
    }
  }
  return counts;
}

const checks = [
  ['ships the built application and the SQLite package, nothing else', checkArchive],
  ['starts as a packaged application from its archive and opens a window', checkStart],
];

async function checkArchive() {
  const { listPackage } = await import('@electron/asar');
  const files = listPackage(join(linuxFolder, 'resources', 'app.asar'), { isPack: false });
  const strange = files.filter((file) => !shippedPaths.some((pattern) => pattern.test(file)));
  expect(strange.length === 0, `unexpected in the archive: ${strange.slice(0, 10).join(', ')}`);
  for (const file of ['/out/main/main.js', '/out/preload/preload.cjs', '/out/renderer/index.html']) {
    expect(files.includes(file), `missing in the archive: ${file}`);
  }
  expect(!existsSync(join(linuxFolder, 'resources', 'app')), 'there is a resources/app beside the archive');
}

async function checkStart() {
  const { _electron: electron } = await import('playwright');
  const home = mkdtempSync(join(tmpdir(), 'action-desk-package-'));
  const session = await openDesktopSession();
  const env = { ...session.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config') };
  // A packed application has to find its SQLite binary by itself.
  delete env.ACTION_DESK_SQLITE_BINDING;
  try {
    const app = await electron.launch({
      executablePath: join(linuxFolder, 'action-desk'),
      args: [`--user-data-dir=${join(home, 'data')}`],
      chromiumSandbox: process.getuid() !== 0,
      env,
      timeout: 60_000,
    });
    try {
      const page = await app.firstWindow({ timeout: 60_000 });
      const facts = await app.evaluate(({ app: running }) => ({
        packaged: running.isPackaged,
        path: running.getAppPath(),
      }));
      expect(facts.packaged, 'app.isPackaged is false');
      expect(facts.path.endsWith('app.asar'), `the application runs from ${facts.path}`);
      await page.waitForFunction(() => document.body.innerText.trim().length > 0, undefined, {
        timeout: 60_000,
      });
    } finally {
      await app.close();
    }
  } finally {
    session.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}
