import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectDir, userCacheDir } from './paths.mjs';
import { SetupError } from './progress.mjs';

const waitLimitMs = 15 * 60_000;

/**
 * Lets one set-up at a time work on this check-out. The lock lies outside the project, because npm empties
 * node_modules. A lock whose owner no longer lives is taken over.
 */
export async function withProjectLock(work) {
  const name = createHash('sha256').update(projectDir).digest('hex').slice(0, 16);
  const file = join(userCacheDir, 'locks', `${name}.pid`);
  try {
    mkdirSync(join(userCacheDir, 'locks'), { recursive: true });
  } catch (error) {
    throw new SetupError(
      `creating the cache folder ${userCacheDir} (${error.code})`,
      'make it writable, or set XDG_CACHE_HOME to a folder that is',
    );
  }
  const giveUpAt = Date.now() + waitLimitMs;
  while (!take(file)) {
    if (Date.now() > giveUpAt) {
      throw new SetupError(`waiting 15 minutes for another set-up of ${projectDir}`, `rm ${file}`);
    }
    await sleep(300);
  }
  removeLeftovers();
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!ownerLives(file)) rmSync(file, { force: true });
  return false;
}

function ownerLives(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // An empty file belongs to someone who is between creating and writing it.
    return pid === 0 || isAlive(pid);
  } catch {
    return false;
  }
}

/** Removes the working folders (named after their process) of set-ups that were killed. */
function removeLeftovers() {
  for (const name of readdirSync(userCacheDir)) {
    const pid = /^(?:unpacking|compiling|download)-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(userCacheDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
