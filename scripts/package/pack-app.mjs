import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { projectCacheDir, projectDir } from '../setup/paths.mjs';
import { SetupError } from '../setup/progress.mjs';
import { run, tail } from '../setup/run.mjs';

const packLimitMs = 10 * 60_000;

/** The unpacked application of Linux, made by `packApp`. */
export const linuxFolder = join(projectDir, 'dist', 'linux-unpacked');

/**
 * Packs `out/` with electron-builder into dist/ and answers the absolute paths of what was made. `onlyFolder`
 * makes no archive or installer; `inspectable` is for tests.
 */
export async function packApp(toolchain, { onlyFolder = false, inspectable = false } = {}) {
  const builder = join(projectDir, 'node_modules', 'electron-builder', 'cli.js');
  const fallback = toolchain.electronOrigin === 'fallback';
  const args = [builder, '--publish', 'never', ...targets({ fallback, onlyFolder })];
  if (fallback) args.push(...fallbackOptions(toolchain));
  // Playwright attaches to a packed application through the inspector, which a release must not have.
  if (inspectable) args.push('-c.electronFuses.enableNodeCliInspectArguments=true');
  rmSync(join(projectDir, 'dist'), { recursive: true, force: true });
  const { code, output } = await run(toolchain.node, args, { cwd: projectDir, timeoutMs: packLimitMs });
  if (code !== 0) {
    throw new SetupError(
      `electron-builder ${args.slice(1).join(' ')} (code ${code}):\n${tail(output, 20)}`,
      fallback
        ? 'npm run package -- --dir (the unpacked folder needs no tools from the internet)'
        : 'see the message; the tools of each target are downloaded from github.com on first use',
    );
  }
  if (fallback && !onlyFolder) await archiveFolder();
  return readdirSync(join(projectDir, 'dist'))
    .filter((name) => !/^builder-|\.yml$|\.yaml$|\.blockmap$/.test(name))
    .map((name) => join(projectDir, 'dist', name));
}

function targets({ fallback, onlyFolder }) {
  return fallback || onlyFolder ? ['--dir'] : [];
}

/**
 * The fallback Electron has an older Node, so its SQLite binary travels beside the archive, where the store
 * looks for it. The stand-in in the fallback's resources/app is for `electron <folder>` only: it stays behind.
 */
function fallbackOptions({ electronDist, electronVersion, sqliteBinding }) {
  const clean = join(projectCacheDir, 'electron-to-pack');
  rmSync(clean, { recursive: true, force: true });
  cpSync(electronDist, clean, {
    recursive: true,
    filter: (path) => path !== join(electronDist, 'resources', 'app'),
  });
  const native = join(projectCacheDir, 'native-to-pack');
  mkdirSync(native, { recursive: true });
  cpSync(sqliteBinding, join(native, 'better_sqlite3.node'));
  return [
    `-c.electronDist=${clean}`,
    `-c.electronVersion=${electronVersion}`,
    '-c.npmRebuild=false',
    `-c.extraResources.from=${native}`,
    '-c.extraResources.to=native',
  ];
}

/** electron-builder would download 7-Zip for this; the tar of the system does as well. */
async function archiveFolder() {
  const { version } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8'));
  const name = `action-desk-${version}-linux-${process.arch}`;
  const file = join(projectDir, 'dist', `${name}.tar.gz`);
  const rename = `s,^${basename(linuxFolder)},${name},`;
  const args = ['-czf', file, '--transform', rename, '-C', dirname(linuxFolder), basename(linuxFolder)];
  const { code, output } = await run('tar', args);
  if (code !== 0)
    throw new SetupError(`tar ${args.join(' ')} (code ${code}):\n${tail(output)}`, 'check the free space');
}
