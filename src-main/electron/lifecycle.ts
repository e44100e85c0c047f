import { app, powerMonitor, type BrowserWindow } from 'electron';
import type { Log } from '#main/agent/ports.ts';

/** However long the agent takes to answer what is in hand: after this time the process ends. */
const LONGEST_END_MS = 60_000;

/** The second click of a double click on the window's cross is no wish to end at once. */
const DOUBLE_CLICK_MS = 1_500;

/** What can be told to wait: Electron's events of a window that closes, a session that ends, a machine that shuts down. */
interface Delayable {
  preventDefault(): void;
}

/** Where a closed window is put away instead, and the agent goes on. */
interface Hiding {
  readonly isWanted: () => boolean;
  readonly onHidden: () => void;
}

/** Ends the process, with everything in hand answered first. */
export interface Lifecycle {
  /** Starts the end; the first exit code counts. A second signal while it is under way ends at once. */
  exit(code: number): void;
  /**
   * Closing the window begins the end too, unless it is to be hidden. It stays until everything in hand is answered, so that it can say so; closed once
   * more, the process ends at once, and what is left is gone on with at the next start.
   */
  watchWindow(window: BrowserWindow, hiding: Hiding): void;
}

/**
 * Makes every way to end (window closed, quit, SIGTERM, SIGINT, SIGHUP, log-off, shutdown of the machine) go through
 * `drain`. A system that ends the session is asked to wait; where it does not, the ledger holds what is left. `onDraining` is called once, when that begins. `plainCode` is the exit code of these ways.
 * A person who closes or quits is asked first where `asksFirst` answers true; signals and a system that ends the session are
 * held up by no question.
 */
export function manageLifecycle(options: {
  readonly drain: () => Promise<void>;
  readonly onDraining: () => void;
  /** Whether a person is asked about what is not stored; `goOn` is for who agrees. */
  readonly asksFirst: (goOn: () => void) => boolean;
  readonly plainCode: number;
  readonly log: Log;
}): Lifecycle {
  let ending = false;
  let endingSince = 0;

  const exit = (code: number): void => {
    if (ending) return;
    ending = true;
    endingSince = performance.now();
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
    if (ending || !options.asksFirst(() => app.quit())) end();
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) app.exit(1);
      else end();
    });
  }
  const waitForUs = (event?: Partial<Delayable>): void => {
    event?.preventDefault?.();
    end();
  };
  void app.whenReady().then(() => {
    powerMonitor.on('shutdown', waitForUs);
  });
  return {
    exit,
    watchWindow(window, hiding) {
      window.on('close', (event) => {
        if (!ending && hiding.isWanted()) {
          event.preventDefault();
          window.hide();
          hiding.onHidden();
        } else if (!ending && options.asksFirst(() => window.close())) event.preventDefault();
        else if (!ending) waitForUs(event);
        else if (performance.now() - endingSince < DOUBLE_CLICK_MS) event.preventDefault();
        else app.exit(1);
      });
      // Windows: the session can be asked to wait, and ends without asking when it is in a hurry.
      window.on('query-session-end', waitForUs);
      window.on('session-end', end);
    },
  };
}
