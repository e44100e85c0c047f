import { app, powerMonitor } from 'electron';
import type { Log } from '#main/agent/ports.ts';

/** However long the agent takes to answer what is in hand: after this time the process ends. */
const LONGEST_END_MS = 60_000;

/** Ends the process, with everything in hand answered first. */
export interface Lifecycle {
  /** Starts the end; the first exit code counts. A second signal while it is under way ends at once. */
  exit(code: number): void;
}

/**
 * Makes every way to end (last window closed, quit, SIGTERM, SIGINT, SIGHUP, shutdown of the machine) go through
 * `drain`. `onDraining` is called once, when that begins. `plainCode` is the exit code of these ways.
 */
export function manageLifecycle(options: {
  readonly drain: () => Promise<void>;
  readonly onDraining: () => void;
  readonly plainCode: number;
  readonly log: Log;
}): Lifecycle {
  let ending = false;

  const exit = (code: number): void => {
    if (ending) return;
    ending = true;
    options.log('info', 'ending', { code });
    options.onDraining();
    const limit = setTimeout(() => {
      options.log('error', 'ended before everything in hand was answered');
      app.exit(code || 1);
    }, LONGEST_END_MS);
    options
      .drain()
      .catch((error: unknown) => options.log('error', 'drain failed', { message: String(error) }))
      .finally(() => {
        clearTimeout(limit);
        app.exit(code);
      });
  };

  const end = (): void => exit(options.plainCode);
  app.on('window-all-closed', end);
  app.on('before-quit', (event) => {
    event.preventDefault();
    end();
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) app.exit(1);
      else end();
    });
  }
  void app.whenReady().then(() => {
    powerMonitor.on('shutdown', end);
  });
  return { exit };
}
