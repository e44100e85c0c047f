import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './paths.mjs';
import { SetupError } from './progress.mjs';
import { run, tail } from './run.mjs';

const sources = ['src-main', 'src-renderer', 'shared', 'scripts/build'];
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const results = ['main/main.js', 'main/cli.js', 'preload/preload.cjs', 'renderer/index.html'];
const stampFile = join(projectDir, 'out', 'built-from.txt');

/** Builds `out/` with the given Node, unless what is there was built from exactly these sources. */
export async function buildApp(node) {
  const wanted = fingerprint();
  if (isBuilt(wanted)) return 'up to date';
  const electronVite = join(projectDir, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await run(node, [electronVite, 'build'], { cwd: projectDir });
  const missing = results.filter((result) => !existsSync(join(projectDir, 'out', result)));
  if (code !== 0 || missing.length > 0) {
    const absent = missing.length > 0 ? `, without ${missing.join(', ')}` : '';
    throw new SetupError(
      `electron-vite build (code ${code}${absent}):\n${tail(output, 30)}`,
      'correct the sources named above, then: npm run build',
    );
  }
  mkdirSync(join(projectDir, 'out'), { recursive: true });
  writeFileSync(stampFile, wanted);
  return 'built';
}

/** Whether `out/` is whole and was built from the present sources. */
export function isBuilt(wanted = fingerprint()) {
  return (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === wanted &&
    results.every((result) => existsSync(join(projectDir, 'out', result)))
  );
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...files, ...sources.flatMap(listFiles)]) {
    const path = join(projectDir, file);
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(folder) {
  const root = join(projectDir, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(projectDir.length + 1))
    .sort();
}
