import type { CellView } from '#shared/domain/agent-cell.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import type { Log } from '../agent/ports.ts';
import { isDamage } from '../store/store-error.ts';
import { createMendingStarts } from './mending-starts.ts';
import type { Runtime, RuntimeEvent } from './runtime.ts';

/**
 * How long a runtime may take to answer what is in hand when another environment takes its place, or at the end: what it
 * leaves lies until its environment is at work again. Within the 60 s after which the process ends in any case.
 */
export const DRAIN_MS = 50_000;

/** Calls under way may end; a damaged ledger takes in no answer, and each moment counts for the runs in hand. */
const MEND_DRAIN_MS = 3_000;

/**
 * Holds the one runtime that is at work, and changes it. One whose ledger is found damaged, at work or on its way up, is ended
 * and started again, which mends the ledger; too many of these in an hour and it stays as it is, claiming nothing.
 */
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

/** What the host needs: `start` opens an environment by name (`cellsBefore`: see `AgentRuntimeOptions`), `onEvent` takes what its
 * runtime says. */
export interface RuntimeHostOptions {
  readonly start: (environment: string, cellsBefore?: readonly CellView[]) => Promise<Runtime>;
  readonly onEvent: (event: RuntimeEvent) => void;
  /** Called when the runtime at work is about to be drained because another environment takes its place. */
  readonly onDraining: (environment: string) => void;
  /** Called after each start, with the runtime or null. */
  readonly onStarted: (environment: string, runtime: Runtime | null) => void;
  /** Damage was found and is not mended by another start any more. */
  readonly onDamageLeft?: () => void;
  readonly log: Log;
}

const closing = (): ActionDeskError => new ActionDeskError('not-allowed-now', 'Action Desk is closing.');

type Present = { runtime: Runtime; unsubscribe: () => void } | { error: ActionDeskError };

/** Starts `initial` at once, in the background. */
export function createRuntimeHost(initial: string, options: RuntimeHostOptions): RuntimeHost {
  let environment = initial;
  let closed = false;
  const mendingStarts = createMendingStarts(() => performance.now());

  const open = async (name: string, cellsBefore?: readonly CellView[]): Promise<Present> => {
    environment = name;
    try {
      const runtime = await options.start(name, cellsBefore);
      const unsubscribe = runtime.subscribe((event) => {
        if (event.kind === 'ledger-damaged') mend(runtime, event.cells);
        else options.onEvent(event);
      });
      options.onStarted(name, runtime);
      return { runtime, unsubscribe };
    } catch (thrown) {
      if (isDamage(thrown) && !closed && mendingStarts.take()) {
        options.log('warn', 'starting-again-to-mend', { environment: name });
        return open(name, cellsBefore);
      }
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

  /** Not after `close`: what would start now would claim jobs, and cost the time that the end has. */
  const reopen = async (name: string, cellsBefore?: readonly CellView[]): Promise<Present> =>
    closed ? { error: closing() } : open(name, cellsBefore);

  /** The event comes from within a call of the runtime, which has to end first: `before` is a turn later at the earliest. */
  const mend = (damaged: Runtime, cells: readonly CellView[]): void => {
    if (closed) return;
    if (!mendingStarts.take()) {
      options.log('error', 'ledger-damage-left', { environment });
      options.onDamageLeft?.();
      return;
    }
    const before = present;
    present = before.then(async (old) => {
      if ('error' in old || old.runtime !== damaged) return old;
      options.log('warn', 'starting-again-to-mend', { environment });
      options.onDraining(environment);
      await end(old, MEND_DRAIN_MS);
      return reopen(environment, cells);
    });
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
      if (closed) throw closing();
      const before = present;
      present = before.then(async (old) => {
        options.onDraining(environment);
        await end(old, DRAIN_MS);
        return reopen(name);
      });
      await present;
    },
    async close(drainMs) {
      if (closed) return;
      closed = true;
      const last = present;
      present = Promise.resolve({ error: closing() });
      await end(await last, drainMs);
    },
  };
}
