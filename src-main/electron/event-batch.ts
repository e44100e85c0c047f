import type { RuntimeEvent } from '#main/compose/runtime.ts';
import type { EventChannel } from '#shared/ipc/channels.ts';
import type { EventOf } from '#shared/ipc/contract.ts';

/** Sends one event to the window. */
export type SendEvent = <C extends EventChannel>(channel: C, payload: EventOf<C>) => void;

/** More ids than this are sent as an empty list, which means "many". */
const MOST_RUN_IDS = 200;

/**
 * Collects the events of a runtime and sends each channel at most once in `delayMs`: the first event starts the wait,
 * so that a steady stream is passed on and not held back.
 */
export function createEventBatch(
  send: SendEvent,
  delayMs: number,
): { add: (event: RuntimeEvent) => void; stop: () => void } {
  const runIds = new Set<string>();
  let clients = false;
  let cells = false;
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    timer = null;
    if (runIds.size > 0) send('runs:changed', { runIds: runIds.size > MOST_RUN_IDS ? [] : [...runIds] });
    if (clients) send('clients:changed', {});
    if (cells) send('agent:changed', {});
    runIds.clear();
    clients = false;
    cells = false;
  };

  return {
    add(event) {
      if (event.kind === 'run-changed') runIds.add(event.runId);
      else if (event.kind === 'clients-changed') clients = true;
      else cells = true;
      timer ??= setTimeout(flush, delayMs);
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
