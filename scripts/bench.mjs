#!/usr/bin/env node
/* `npm run bench`: runs every test/bench/*.bench.ts, one after the other; each prints its own table. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './setup/paths.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';
import { startVirtualDisplay } from './setup/virtual-display.mjs';

const benchLimitMs = (10 + Number(process.env.BENCH_MINUTES ?? 0)) * 60_000;
const folder = join(projectDir, 'test', 'bench');

try {
  const { node, sqliteBinding } = await setup({ forTests: true });
  const wanted = process.argv.slice(2);
  const files = (existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
    .filter(
      (file) =>
        file.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some((name) => file.includes(name))),
    )
    .sort();
  if (files.length === 0) throw new Error(`there is no benchmark ${wanted.join(' ')} in ${folder}`);
  const env = { ...process.env, ...(sqliteBinding ? { ACTION_DESK_SQLITE_BINDING: sqliteBinding } : {}) };
  // Some open a window.
  const windowed = ['console.bench.ts', 'pipeline-graph.bench.ts'];
  const screen =
    files.some((file) => windowed.includes(file)) && !env.DISPLAY && process.platform === 'linux';
  if (screen) env.DISPLAY = (await startVirtualDisplay()).display;
  for (const file of files) {
    process.stdout.write(`\n== ${file}\n`);
    if ((await runBench(node, join(folder, file), env)) !== 0) process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}

function runBench(node, file, env) {
  return new Promise((resolve) => {
    const child = spawn(node, [file], { cwd: projectDir, env, stdio: 'inherit', timeout: benchLimitMs });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
