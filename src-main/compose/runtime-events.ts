import type { Log } from '../agent/ports.ts';
import type { Runtime, RuntimeEvent } from './runtime.ts';

/** Those who watch a runtime. */
export interface RuntimeEvents extends Pick<Runtime, 'subscribe'> {
  /** Never throws: a row is in the ledger already, and who watches it must not make the write look failed. */
  readonly emit: (event: RuntimeEvent) => void;
  /** Nobody is told any more. */
  readonly end: () => void;
}

export function createRuntimeEvents(log: Log): RuntimeEvents {
  const listeners = new Set<(event: RuntimeEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (thrown) {
          log('error', 'listener-failed', {
            message: thrown instanceof Error ? thrown.message : String(thrown),
          });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end: () => listeners.clear(),
  };
}
