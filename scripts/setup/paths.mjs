import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project folder: the one with package.json. */
export const projectDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where results that belong to this check-out are kept; goes away with node_modules. */
export const projectCacheDir = join(projectDir, 'node_modules', '.cache', 'action-desk');

/** Written at the end of every set-up; the tests read it to find Electron. */
export const toolchainFile = join(projectCacheDir, 'toolchain.json');

/** Per-user cache for what is expensive and the same for every check-out (Electron, the SQLite binary). */
export const userCacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'action-desk');
