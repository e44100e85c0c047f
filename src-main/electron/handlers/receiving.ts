import { receiverPortSchema } from '#shared/domain/received-request.ts';
import type { Handlers } from '../answer-request.ts';
import type { ConfigurationReceiver } from '../configuration-receiver.ts';
import type { ReceivedRequests } from '../received-requests.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

/** What comes to the configuration page's dialog by itself. */
export interface Reception {
  readonly requests: ReceivedRequests;
  readonly receiver: ConfigurationReceiver;
}

/** Kept with the environment: the vendor's page leads to a fixed address. */
const PORT = 'configuration-page-port';

/** Receiving a request for the configuration page, while its dialog is open. */
export function receivingHandlers(
  host: RuntimeHost,
  { requests, receiver }: Reception,
): Pick<Handlers, 'clients.received' | 'clients.startReceiving' | 'clients.stopReceiving'> {
  return {
    'clients.received': async () => {
      const kept = receiverPortSchema.safeParse(await (await host.runtime()).keptValue(PORT));
      return { request: requests.present(), receiver: receiver.state(), port: kept.data ?? 0 };
    },
    'clients.startReceiving': async ({ port }) => {
      const state = await receiver.open(port);
      await (await host.runtime()).keepValue(PORT, port);
      return state;
    },
    'clients.stopReceiving': ({ drop }) => {
      receiver.close();
      if (drop !== null) requests.drop(drop);
      return Promise.resolve(null);
    },
  };
}
