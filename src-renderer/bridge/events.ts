import type { QueryClient } from '@tanstack/react-query';
import { EVENT_CHANNELS, type EventChannel } from '#shared/ipc/channels.ts';
import { EVENTS, type EventOf } from '#shared/ipc/contract.ts';
import { coalesce } from './coalesce.ts';
import { bridge } from './request.ts';

/** Listens to one kind of event; malformed ones are dropped. Answers a function that ends the subscription. */
export function onEvent<C extends EventChannel>(
  channel: C,
  listener: (event: EventOf<C>) => void,
): () => void {
  return bridge().on(channel, (payload) => {
    const parsed = EVENTS[channel].safeParse(payload);
    if (parsed.success) listener(parsed.data as EventOf<C>);
  });
}

/** Events that tell of data; the others tell the window to do something. */
type ChangeChannel = Exclude<EventChannel, `app:${string}`>;
const tellsChange = (channel: EventChannel): channel is ChangeChannel => !channel.startsWith('app:');

const REFETCH_GAP_MS = 250;

/** Asks again for what events say has changed, at most every 250 ms a channel. Answers the end of it. */
export function refetchOnEvents(queries: QueryClient): () => void {
  const changedRuns = new Set<string>();
  let manyChanged = false;
  // A refetch under way is left alone: cancelling it on each event would starve a busy screen.
  const invalidate = (channels: readonly string[]): Promise<unknown> =>
    Promise.all(
      channels.map((channel) => queries.invalidateQueries({ queryKey: [channel] }, { cancelRefetch: false })),
    );

  const refetchRuns = async (): Promise<void> => {
    const ids = new Set(changedRuns);
    const many = manyChanged;
    changedRuns.clear();
    manyChanged = false;
    await Promise.all([
      invalidate(['runs.list', 'runs.count', 'clients.unmatched']),
      queries.invalidateQueries(
        {
          queryKey: ['runs.rows'],
          predicate: ({ queryKey }) =>
            many || (queryKey[1] as { runIds: readonly string[] }).runIds.some((id) => ids.has(id)),
        },
        { cancelRefetch: false },
      ),
      queries.invalidateQueries(
        {
          queryKey: ['runs.get'],
          predicate: ({ state }) => {
            const detail = state.data as { run: { runId: string } } | undefined;
            return many || !detail || ids.has(detail.run.runId);
          },
        },
        { cancelRefetch: false },
      ),
    ]);
  };

  const refetch: Record<ChangeChannel, () => void> = {
    'runs:changed': coalesce(refetchRuns, REFETCH_GAP_MS),
    'bulk:changed': coalesce(() => invalidate(['bulk.list', 'bulk.rows']), REFETCH_GAP_MS),
    'artifacts:changed': coalesce(
      () => invalidate(['artifacts.listing', 'artifacts.comparison', 'artifacts.tasks']),
      REFETCH_GAP_MS,
    ),
    'pipelines:changed': coalesce(
      () =>
        invalidate([
          'pipelines.glance',
          'pipelines.scan',
          'pipelines.get',
          'pipelines.executions',
          'pipelines.succeededIn',
          'pipelines.execution',
          'pipelines.actions',
          'pipelines.afterCare',
        ]),
      REFETCH_GAP_MS,
    ),
    'holds:changed': coalesce(() => invalidate(['holds.list']), REFETCH_GAP_MS),
    'clients:changed': coalesce(
      () => invalidate(['clients.list', 'clients.unmatched', 'app.info']),
      REFETCH_GAP_MS,
    ),
    'clients:received': coalesce(() => invalidate(['clients.received']), REFETCH_GAP_MS),
    'agent:changed': coalesce(() => invalidate(['agent.cells']), REFETCH_GAP_MS),
    'notices:changed': coalesce(() => invalidate(['app.notices']), REFETCH_GAP_MS),
    'preferences:changed': coalesce(() => invalidate(['preferences.get']), REFETCH_GAP_MS),
    // Another environment means another ledger: everything on screen is of yesterday.
    'environments:changed': coalesce(() => queries.invalidateQueries(), REFETCH_GAP_MS),
  };

  const ends = EVENT_CHANNELS.filter(tellsChange).map((channel) =>
    onEvent(channel, (event) => {
      if ('runIds' in event) {
        if (event.runIds.length === 0) manyChanged = true;
        for (const id of event.runIds) changedRuns.add(id);
      }
      refetch[channel]();
    }),
  );
  return () => ends.forEach((end) => end());
}
