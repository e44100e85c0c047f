import { spawn } from 'node:child_process';
import { SetupError } from './progress.mjs';

const startLimitMs = 20_000;

/**
 * Starts an X server without a screen on a free number and answers `{ display, stop }`: display is the value
 * for DISPLAY, and `stop` ends this very server. It also goes when this process goes.
 */
export function startVirtualDisplay() {
  return new Promise((resolve, reject) => {
    // The server picks a free number itself and writes it to the fourth file descriptor.
    const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'];
    // Out of reach of Ctrl-C, which goes to a whole group: without its screen the console could not drain.
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
    let complaint = '';
    const stop = () => server.kill('SIGTERM');
    const fail = (what) => {
      clearTimeout(timer);
      process.off('exit', stop);
      reject(
        new SetupError(
          `starting a virtual display: Xvfb ${args.join(' ')}: ${what} ${complaint.trim()}`,
          'install it (Debian: apt-get install -y xvfb xauth), or set DISPLAY to a screen of yours',
        ),
      );
    };
    const timer = setTimeout(() => {
      stop();
      fail('it named no display within 20 s.');
    }, startLimitMs);
    process.on('exit', stop);
    server.stderr.on('data', (chunk) => (complaint += chunk));
    server.on('error', (error) => fail(error.message));
    server.on('exit', (code) => fail(`it ended with code ${code}.`));
    server.stdio[3].once('data', (chunk) => {
      clearTimeout(timer);
      server.unref();
      server.stderr.unref?.();
      server.stdio[3].unref?.();
      resolve({
        display: `:${String(chunk).trim()}`,
        stop: () => {
          process.off('exit', stop);
          stop();
        },
      });
    });
  });
}
