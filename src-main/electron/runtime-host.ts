import type { Log } from '#main/agent/ports.ts';
import type { Runtime, RuntimeEvent } from '#main/compose/runtime.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';

/**
 * How long a runtime may take to answer what is in hand when another environment takes its place, or at the end: what it
 * leaves lies until its environment is at work again. Within the 60 s after which the process ends in any case.
 */
export const DRAIN_MS = 50_000;

/** Holds the one runtime that is at work, and changes it. */
export interface RuntimeHost {
  /** The name of the environment that is at work or was to be. */
  environment(): string;
  /** The runtime, after a start or a change under way has ended. Throws the start's error when there is none. */
  runtime(): Promise<Runtime>;
  /** Why there is no runtime; null while all is well. Waits like `runtime`. */
  startProblem(): Promise<string | null>;
  /** Drains the present runtime and starts the named one. A start that fails is kept as problem, not thrown. */
  use(environment: string): Promise<void>;
  /** Drains and ends; later calls of `use` are refused. */
  close(drainMs: number): Promise<void>;
}

/** What the host needs: `start` opens an environment by name, `onEvent` takes what its runtime says. */
export interface RuntimeHostOptions {
  readonly start: (environment: string) => Promise<Runtime>;
  readonly onEvent: (event: RuntimeEvent) => void;
  /** Called when the runtime at work is about to be drained because another environment takes its place. */
  readonly onDraining: (environment: string) => void;
  /** Called after each start, with the runtime or null. */
  readonly onStarted: (environment: string, runtime: Runtime | null) => void;
  readonly log: Log;
}

type Present = { runtime: Runtime; unsubscribe: () => void } | { error: ActionDeskError };

/** Starts `initial` at once, in the background. */
export function createRuntimeHost(initial: string, options: RuntimeHostOptions): RuntimeHost {
  let environment = initial;
  let closed = false;

  const open = async (name: string): Promise<Present> => {
    environment = name;
    try {
      const runtime = await options.start(name);
      const unsubscribe = runtime.subscribe(options.onEvent);
      options.onStarted(name, runtime);
      return { runtime, unsubscribe };
    } catch (thrown) {
      const error = toActionDeskError(thrown);
      options.log('error', 'environment not started', {
        environment: name,
        code: error.code,
        message: error.message,
      });
      options.onStarted(name, null);
      return { error };
    }
  };

  const end = async (present: Present, drainMs: number): Promise<void> => {
    if ('error' in present) return;
    present.unsubscribe();
    try {
      await present.runtime.close(drainMs);
    } catch (thrown) {
      options.log('error', 'environment not closed cleanly', { message: toActionDeskError(thrown).message });
    }
  };

  let present = open(initial);

  return {
    environment: () => environment,
    async runtime() {
      const now = await present;
      if ('error' in now) throw now.error;
      return now.runtime;
    },
    async startProblem() {
      const now = await present;
      return 'error' in now ? now.error.message : null;
    },
    async use(name) {
      if (closed) throw new ActionDeskError('not-allowed-now', 'Action Desk is closing.');
      const before = present;
      present = before.then(async (old) => {
        options.onDraining(environment);
        await end(old, DRAIN_MS);
        return open(name);
      });
      await present;
    },
    async close(drainMs) {
      if (closed) return;
      closed = true;
      const last = present;
      present = Promise.resolve({ error: new ActionDeskError('not-allowed-now', 'Action Desk is closing.') });
      await end(await last, drainMs);
    },
  };
}
