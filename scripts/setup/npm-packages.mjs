import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './paths.mjs';
import { SetupError } from './progress.mjs';
import { npmReason, runNpm } from './run.mjs';

/**
 * Installs the locked packages unless node_modules already holds exactly what package-lock.json names. npm
 * writes its own record last, so an installation that broke off counts as none.
 */
export async function installNpmPackages() {
  if (npmPackagesAreInstalled()) return 'present';
  const { code, output } = await runNpm(
    ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-fund', '--no-audit'],
    {
      cwd: projectDir,
    },
  );
  if (code !== 0 || !npmPackagesAreInstalled()) {
    throw new SetupError(
      `npm ci in ${projectDir}, which ended with code ${code}:\n${npmReason(output)}`,
      'npm ci (in that folder), and act on what it says; it needs the npm registry: npm config get registry',
    );
  }
  return 'installed';
}

/** Whether node_modules holds exactly the versions that package-lock.json names. */
export function npmPackagesAreInstalled() {
  const recordFile = join(projectDir, 'node_modules', '.package-lock.json');
  if (!existsSync(recordFile)) return false;
  const wanted = readPackages(join(projectDir, 'package-lock.json'));
  const present = readPackages(recordFile);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
