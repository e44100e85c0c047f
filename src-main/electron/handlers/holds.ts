import type { RequestChannel } from '#shared/ipc/channels.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

/** Where nothing new is claimed. */
export function holdsHandlers(host: RuntimeHost): Pick<Handlers, Extract<RequestChannel, `holds.${string}`>> {
  const holds = async () => (await host.runtime()).holds;
  return {
    'holds.list': async () => (await holds()).list(),
    'holds.add': async ({ scope, reason }) => (await holds()).add(scope, actorOf({ reason })),
    'holds.release': async ({ holdId, reason }) => (await holds()).release(holdId, actorOf({ reason })),
  };
}
