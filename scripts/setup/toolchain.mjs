import { mkdirSync, writeFileSync } from 'node:fs';
import { buildApp, isBuilt } from './build.mjs';
import { installDisplayPackages } from './debian-packages.mjs';
import { chooseElectron } from './electron.mjs';
import { withProjectLock } from './lock.mjs';
import { chooseNode } from './node-runtime.mjs';
import { installNpmPackages, npmPackagesAreInstalled } from './npm-packages.mjs';
import { projectCacheDir, toolchainFile } from './paths.mjs';
import { createProgress } from './progress.mjs';
import { chooseSqliteBinding } from './sqlite-binding.mjs';

/**
 * @typedef {object} Toolchain
 * @property {string} node absolute path of a Node ≥ 22.18
 * @property {string} electron absolute path of the Electron program
 * @property {string} electronDist absolute path of its folder
 * @property {string} electronVersion for example 45.4.1
 * @property {'override' | 'official' | 'fallback'} electronOrigin
 * @property {string | null} sqliteBinding absolute path, or null where the one inside better-sqlite3 fits
 */

/**
 * Brings everything that starting, testing or packaging needs into place, one line a step, and records it.
 * `forTests` adds a keyring on a machine without a display; `build` also builds `out/`. Rejects with a
 * SetupError that says what was tried and what to do.
 *
 * @param {{ forTests?: boolean, build?: boolean, stream?: NodeJS.WritableStream }} options
 * @returns {Promise<Toolchain>}
 */
export function setup({ forTests = false, build = true, stream = process.stdout } = {}) {
  return withProjectLock(async () => {
    const progress = createProgress(stream);
    const toolchain = {};
    // First, because it may need the reader: nobody should wait for the rest to learn that.
    await progress.step('Debian packages', () => installDisplayPackages({ forTests }));
    await progress.step('npm packages', installNpmPackages);
    await progress.step('Node', () => {
      toolchain.node = chooseNode();
      return toolchain.node;
    });
    await progress.step('Electron', async (note) => {
      const electron = await chooseElectron(note);
      toolchain.electron = electron.program;
      toolchain.electronDist = electron.dist;
      toolchain.electronVersion = electron.version;
      toolchain.electronOrigin = electron.origin;
      return `${electron.version} (${electron.origin})`;
    });
    await progress.step('SQLite', async (note) => {
      const { electronVersion, node } = toolchain;
      toolchain.sqliteBinding = await chooseSqliteBinding({ electronVersion, node, note });
      return toolchain.sqliteBinding ?? 'the binary of the package fits';
    });
    mkdirSync(projectCacheDir, { recursive: true });
    writeFileSync(toolchainFile, `${JSON.stringify(toolchain, null, 2)}\n`);
    if (build) await progress.step('build', () => buildApp(toolchain.node));
    progress.done();
    return toolchain;
  });
}

/**
 * The part that the command line needs: npm packages, Node and `out/`; no Electron, no Debian packages.
 * Answers the path of the Node to use, and writes nothing where nothing is missing.
 */
export async function setupCommandLine(stream) {
  if (npmPackagesAreInstalled() && isBuilt()) return chooseNode();
  return withProjectLock(async () => {
    const progress = createProgress(stream);
    await progress.step('npm packages', installNpmPackages);
    const node = chooseNode();
    await progress.step('build', () => buildApp(node));
    return node;
  });
}
