import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const tether = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), 'tether.mjs')).href;

/**
 * Runs a module in another Node as if it were this process: same standard streams, signals passed on, ends
 * with its exit code, and it does not outlive this process even when that is killed.
 */
export function runInOtherNode(node, file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--import', tether, file, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        // On a terminal Ctrl-C has already reached the whole group; a second signal would mean "stop hard".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === null) return resolve(code);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  });
}
