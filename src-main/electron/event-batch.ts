import type { RuntimeEvent } from '#main/compose/runtime.ts';
import type { EventChannel } from '#shared/ipc/channels.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
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
  const moved = { listings: new Set<string>(), comparisons: new Set<string>(), tasks: new Set<string>() };
  const pipelines = new Map<string, PipelineRef>();
  let bulk = false;
  let holds = false;
  let clients = false;
  let cells = false;
  let notices = false;
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    timer = null;
    if (runIds.size > 0) send('runs:changed', { runIds: runIds.size > MOST_RUN_IDS ? [] : [...runIds] });
    if (bulk) send('bulk:changed', {});
    if (moved.listings.size + moved.comparisons.size + moved.tasks.size > 0)
      send('artifacts:changed', {
        listings: [...moved.listings],
        comparisons: [...moved.comparisons],
        tasks: [...moved.tasks],
      });
    if (pipelines.size > 0) send('pipelines:changed', { pipelines: [...pipelines.values()] });
    if (holds) send('holds:changed', {});
    if (clients) send('clients:changed', {});
    if (cells) send('agent:changed', {});
    if (notices) send('notices:changed', {});
    runIds.clear();
    pipelines.clear();
    for (const ids of Object.values(moved)) ids.clear();
    bulk = false;
    holds = false;
    clients = false;
    cells = false;
    notices = false;
  };

  return {
    add(event) {
      if (event.kind === 'run-changed') runIds.add(event.runId);
      else if (event.kind === 'artifacts-changed') {
        for (const id of event.listings) moved.listings.add(id);
        for (const id of event.comparisons) moved.comparisons.add(id);
        for (const id of event.tasks) moved.tasks.add(id);
      } else if (event.kind === 'pipeline-changed')
        pipelines.set(`${event.pipeline.region}/${event.pipeline.name}`, event.pipeline);
      else if (event.kind === 'bulk-changed') bulk = true;
      else if (event.kind === 'holds-changed') holds = true;
      else if (event.kind === 'clients-changed') clients = true;
      else if (event.kind === 'notices-changed') notices = true;
      else cells = true;
      timer ??= setTimeout(flush, delayMs);
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
