import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '../runtime-host.ts';

/** Clients: the token goes in through `clients.add` and never comes out again. */
export function clientsHandlers(
  host: RuntimeHost,
): Pick<Handlers, 'clients.list' | 'clients.add' | 'clients.remove'> {
  return {
    'clients.list': async () => {
      const runtime = await host.runtime();
      return { ...(await runtime.listClients()), tokenKeeping: runtime.tokenKeeping };
    },
    'clients.add': async (client) => (await host.runtime()).addClient(client),
    'clients.remove': async ({ clientId }) => ({
      removed: await (await host.runtime()).removeClient(clientId),
    }),
  };
}
