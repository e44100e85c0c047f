import { app, dialog } from 'electron';
import type { Log } from '#main/agent/ports.ts';

/** A page that crashes again within this time would crash for ever. */
const CRASH_LOOP_MS = 10_000;

const describe = (thrown: unknown): Record<string, unknown> =>
  thrown instanceof Error
    ? { name: thrown.name, message: thrown.message, stack: thrown.stack }
    : { message: String(thrown) };

/**
 * Sees to it that nothing ends the process in silence. A rejected promise that nobody awaited is logged and the work
 * goes on; after an uncaught exception the state of the process is unknown, so `onFatal` has to end it.
 * `attended` tells whether somebody is there to read a box.
 */
export function reportCrashes(log: Log, attended: boolean, onFatal: () => void): void {
  process.on('unhandledRejection', (reason) => log('error', 'unhandled rejection', describe(reason)));
  process.on('uncaughtException', (error) => {
    // A reader of the standard output that went away is no reason to stop.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    log('error', 'uncaught exception', describe(error));
    process.stderr.write(`Action Desk has to stop: ${error.message}\n`);
    if (attended && app.isReady()) {
      dialog.showErrorBox('Action Desk has to stop', `${error.message}\n\nThe log file says more.`);
    }
    onFatal();
  });
  let lastReload = -Infinity;
  app.on('render-process-gone', (_event, contents, details) => {
    log('error', 'window process gone', { reason: details.reason, exitCode: details.exitCode });
    // The agent in this process is not touched; a crashed page is simply shown again.
    const again = performance.now() - lastReload > CRASH_LOOP_MS;
    if (again && (details.reason === 'crashed' || details.reason === 'oom')) {
      lastReload = performance.now();
      contents.reload();
    }
  });
  app.on('child-process-gone', (_event, details) => {
    log('warn', 'helper process gone', { type: details.type, reason: details.reason });
  });
}
