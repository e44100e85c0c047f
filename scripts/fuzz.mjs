#!/usr/bin/env node
/*
 * `npm run test:fuzz -- --runs 10000 --seed 7`: reads mutated archives. The same seed makes the same ones. A run that blocks
 * its process altogether is ended and named here.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from './setup/paths.mjs';
import { explain } from './setup/progress.mjs';
import { setup } from './setup/toolchain.mjs';

const silentMs = 20_000;

try {
  const { node } = await setup({ forTests: true, build: false });
  process.exitCode = await runFuzz(node);
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}

function runFuzz(node) {
  return new Promise((resolve) => {
    const program = join(projectDir, 'test', 'fuzz', 'long-fuzz.ts');
    const child = spawn(node, ['--expose-gc', program, ...process.argv.slice(2)], {
      cwd: projectDir,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let last = 'before the first run';
    let timer = null;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        process.stderr.write(`nothing happened for ${silentMs / 1000} s, ${last}\n`);
        child.kill('SIGKILL');
      }, silentMs);
    };
    watch();
    child.on('message', (run) => {
      last = `after run ${run}`;
      watch();
    });
    const end = (code) => {
      clearTimeout(timer);
      resolve(code);
    };
    child.on('error', () => end(127));
    child.on('close', (code) => end(code ?? 1));
  });
}
