import { readPage, redirectOf } from '#main/client-files/page-contents.ts';
import type { Actor } from '#main/compose/runtime.ts';
import { plainClientSchema } from '#shared/domain/client.ts';
import { LIKELY_PAGE_NAMES, pageNamesSchema, type PageNames } from '#shared/domain/configuration-page.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../answer-request.ts';
import { createClientImports } from '../client-imports.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import { receivingHandlers, type Reception } from './receiving.ts';

/** A person chooses a file; null when they did not. The path stays here. Throws ActionDeskError. */
export type ChooseClientFile = () => Promise<{ name: string; text: string } | null>;

type ClientChannel = Extract<RequestChannel, `clients.${string}`>;

/** Where the text comes from: it was pasted, or it waits in this process. */
interface GivenPage {
  readonly text: string;
  readonly receivedId?: string | undefined;
}

/** Kept with the environment: each vendor's page has its own. */
const PAGE_NAMES = 'configuration-page-names';

const by = (reason: string | undefined): Actor => actorOf({ reason });

const masked = (token: string): string =>
  `•••••••• (${token.length} ${token.length === 1 ? 'character' : 'characters'})`;

/** Clients: tokens go in through here and never come out again. */
export function clientsHandlers(
  host: RuntimeHost,
  chooseFile: ChooseClientFile,
  reception: Reception,
): Pick<Handlers, ClientChannel> {
  const imports = createClientImports();
  const written = ({ text, receivedId }: GivenPage): string =>
    receivedId === undefined ? text : reception.requests.textOf(receivedId);
  const pageNames = async (): Promise<PageNames> => {
    const kept = pageNamesSchema.safeParse(await (await host.runtime()).keptValue(PAGE_NAMES));
    return kept.data ?? LIKELY_PAGE_NAMES;
  };
  return {
    'clients.list': async (query) => {
      const runtime = await host.runtime();
      return { ...(await runtime.listClients(query)), tokenKeeping: runtime.tokenKeeping };
    },
    'clients.unmatched': async () => (await host.runtime()).unmatchedClients(),
    'clients.add': async ({ reason, ...client }) => (await host.runtime()).addClient(client, by(reason)),
    'clients.rotate': async ({ clientId, token, reason }) =>
      (await host.runtime()).rotateToken(clientId, token, by(reason)),
    'clients.rename': async ({ clientId, label, reason }) => ({
      client: await (await host.runtime()).renameClient(clientId, label, by(reason)),
    }),
    'clients.setDisabled': async ({ clientId, disabled, reason }) =>
      (await host.runtime()).setClientDisabled(clientId, disabled, by(reason)),
    'clients.remove': async ({ clientId, ...given }) => ({
      removed: await (await host.runtime()).removeClient(clientId, actorOf(given)),
    }),
    'clients.openImport': async ({ importId, source, label, names }) => {
      const runtime = await host.runtime();
      const chosen = source.kind === 'dialog' ? await chooseFile() : source;
      if (!chosen) return { opened: false, name: '', counts: { new: 0, replaces: 0, same: 0, bad: 0 } };
      const own = {
        clientId: names.clientId || undefined,
        label: names.label || undefined,
        token: names.token || undefined,
      };
      const counts = await imports.open(importId, runtime, chosen.text, own, label);
      return { opened: true, name: chosen.name, counts };
    },
    'clients.importRows': ({ importId, verdict, page, pageSize }) =>
      Promise.resolve().then(() => imports.rows(importId, verdict, page, pageSize)),
    'clients.importProgress': ({ importId }) => Promise.resolve(imports.progress(importId)),
    'clients.takeImport': ({ importId, skipBad, reason }) => imports.take(importId, skipBad, by(reason)),
    'clients.closeImport': ({ importId }) => {
      imports.close(importId);
      return Promise.resolve(null);
    },
    'clients.pageNames': pageNames,
    'clients.readPage': async ({ names, ...given }) => {
      const page = readPage(written(given), names);
      const runtime = await host.runtime();
      await runtime.keepValue(PAGE_NAMES, names);
      return {
        problem: page.problem,
        clientId: page.clientId,
        maskedToken: page.token === null ? null : masked(page.token),
        known: page.clientId === null ? null : await runtime.findClient(page.clientId),
        redirectHost: page.redirectUrl?.host ?? null,
        fields: page.fields,
        configuration: page.configuration,
      };
    },
    'clients.takePage': async ({ names, label, reason, ...given }) => {
      const { clientId, token } = readPage(written(given), names);
      const client = parseOrThrow(plainClientSchema, { clientId: clientId ?? '', token: token ?? '', label });
      return (await host.runtime()).addClient(client, by(reason));
    },
    'clients.pageRedirect': ({ names, configuration, ...given }) =>
      Promise.resolve().then(() => {
        const url = redirectOf(readPage(written(given), names), names, configuration);
        return { url: url.href, host: url.host };
      }),
    ...receivingHandlers(host, reception),
  };
}
