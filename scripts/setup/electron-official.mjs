import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, userCacheDir } from './paths.mjs';
import { run } from './run.mjs';

const packageDir = join(projectDir, 'node_modules', 'electron');
const rememberFailureMs = 24 * 3_600_000;
const stallLimitMs = 45_000;
const downloadLimitMs = 15 * 60_000;

/**
 * Finds the Electron that belongs to the electron package and downloads it where it is missing. Answers
 * `{ dist }`, or `{ problem }` in words. A failed download is remembered for a day, so that later starts do
 * not wait for it again.
 */
export async function findOfficialElectron(note) {
  const dist = join(packageDir, 'dist');
  const version = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version;
  if (isPresent(dist, version)) return { dist };

  const failureFile = join(userCacheDir, `electron-${version}-download-failed.txt`);
  if (isFresh(failureFile)) return { problem: `its download failed lately (rm ${failureFile} to try again)` };

  note(`downloading ${version}`);
  const { code, output } = await download();
  if (code === 0 && isPresent(dist, version)) return { dist };
  const problem = code === 124 ? 'the download came to a standstill' : firstReason(output);
  mkdirSync(userCacheDir, { recursive: true });
  writeFileSync(failureFile, `${new Date().toISOString()}\n${problem}\n`);
  note(`not reachable: ${problem}`);
  return { problem };
}

function isPresent(dist, version) {
  const file = join(dist, 'version');
  return (
    existsSync(join(packageDir, 'path.txt')) &&
    existsSync(file) &&
    readFileSync(file, 'utf8').trim().replace(/^v/, '') === version
  );
}

function isFresh(file) {
  return existsSync(file) && Date.now() - statSync(file).mtimeMs < rememberFailureMs;
}

/**
 * Stops a download that hangs: the installer writes into a temporary folder of our choice, and that folder
 * must grow.
 */
async function download() {
  const temporary = join(userCacheDir, `download-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  let bytes = 0;
  let grewAt = Date.now();
  const shouldStop = () => {
    const now = folderBytes(temporary) + folderBytes(join(packageDir, 'dist'));
    if (now !== bytes) [bytes, grewAt] = [now, Date.now()];
    return Date.now() - grewAt > stallLimitMs;
  };
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  try {
    const installer = join(packageDir, 'install.js');
    return await run(process.execPath, [installer], {
      cwd: projectDir,
      env,
      shouldStop,
      timeoutMs: downloadLimitMs,
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function folderBytes(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) bytes += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
    }
  } catch {
    // The installer moves files while we look; the next look counts again.
  }
  return bytes;
}

function firstReason(output) {
  const line = output.split('\n').find((text) => /E[A-Z]{4,}|[Ee]rror|failed/.test(text)) ?? output;
  return line.trim().slice(0, 160) || 'the installer said nothing';
}
