import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import {
  clientIdSchema,
  clientLabelSchema,
  clientTokenSchema,
  type ClientView,
} from '#shared/domain/client.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { createClientStore } from '../store/client-store.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import { createRunReader } from '../store/run-reader.ts';
import { createCipher } from '../vault/cipher.ts';
import { createSessionKey } from '../vault/session-key.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import {
  dataFolderOf,
  existingKey,
  keyForWriting,
  withFolderFlags,
  withStore,
  type FolderFlags,
} from './data-folder.ts';
import { formatTable, formatTime } from './table.ts';
import { readToken } from './token-input.ts';

interface AddFlags extends FolderFlags {
  clientId: string;
  label: string;
  tokenFile?: string;
}

const newClientSchema = z.object({
  '--client-id': clientIdSchema,
  '--label': clientLabelSchema,
  token: clientTokenSchema,
});

function tokenWord(client: ClientView, keyKnown: boolean): string {
  if (client.invalidTokenCount > 0) return 'refused';
  if (!keyKnown) return 'unknown (no key)';
  return client.tokenUsable ? 'usable' : 'not usable';
}

function record(db: StoreDatabase, at: number, act: string, subject: string, states: [string, string]): void {
  const [before, after] = states;
  const outcome = before === after && act === 'remove client' ? 'no-effect' : 'took-effect';
  const who = `${userInfo().username} (command line)`;
  createAuditLog(db).record({ at, who, act, subject, outcome, reason: null, before, after });
}

async function listClients(flags: FolderFlags & { json?: boolean }, context: CommandContext): Promise<void> {
  const folder = dataFolderOf(flags);
  const key = existingKey(folder);
  await withStore(folder.dir, false, (db) => {
    const clients = createClientStore(db, createCipher(key ?? createSessionKey())).list();
    const unmatched = createRunReader(db).unmatchedClients();
    if (flags.json) {
      // Without the key nobody can tell: null, not false.
      const shown = clients.map((client) => ({ ...client, tokenUsable: key ? client.tokenUsable : null }));
      context.out(jsonText({ clients: shown, unmatched }));
      return;
    }
    context.out(
      formatTable(
        ['CLIENT ID', 'LABEL', 'TOKEN', 'LAST USED', 'REFUSED'],
        clients.map((client) => [
          client.clientId,
          client.label,
          tokenWord(client, key !== null),
          formatTime(client.lastUsedAt),
          String(client.invalidTokenCount),
        ]),
      ),
    );
    if (unmatched.length === 0) return;
    const rows = unmatched.map(({ clientId, reason, runs }) => [
      clientId,
      reason,
      String(runs.length),
      formatTime(runs[0]?.deadlineAt ?? null),
    ]);
    context.out(
      `\nWaiting for a token:\n${formatTable(['CLIENT ID', 'TOKEN', 'RUNS', 'FIRST DEADLINE'], rows)}`,
    );
  });
}

async function addClient(flags: AddFlags, context: CommandContext): Promise<void> {
  // Checked before the token is read: nobody should have to give it twice.
  parseOrThrow(newClientSchema.omit({ token: true }), {
    '--client-id': flags.clientId,
    '--label': flags.label,
  });
  const written = await readToken(flags.tokenFile, context.input);
  const client = parseOrThrow(newClientSchema, {
    '--client-id': flags.clientId,
    '--label': flags.label,
    token: written,
  });
  const folder = dataFolderOf(flags);
  const key = keyForWriting(folder);
  await withStore(folder.dir, true, async (db) => {
    const store = createClientStore(db, createCipher(key));
    const clientId = asClientId(client['--client-id']);
    const before = (await store.find(clientId)).label === null ? 'unknown' : 'known';
    store.add({ clientId, label: client['--label'], token: new Secret(client.token) }, context.now());
    record(db, context.now(), 'add client', clientId, [before, 'known']);
    context.out(`${before === 'known' ? 'Replaced' : 'Added'} ${clientId} (${client['--label']}).\n`);
  });
}

async function removeClient(id: string, flags: FolderFlags, context: CommandContext): Promise<void> {
  const { clientId } = parseOrThrow(z.object({ clientId: clientIdSchema }), { clientId: id });
  await withStore(dataFolderOf(flags).dir, false, (db) => {
    const removed = createClientStore(db, createCipher(createSessionKey())).remove(asClientId(clientId));
    if (!removed) throw new ActionDeskError('not-found', `No client ${clientId} is stored.`);
    record(db, context.now(), 'remove client', clientId, ['known', 'unknown']);
    context.out(`Removed ${clientId}.\n`);
  });
}

/** `clients list|add|remove`: works on a data folder while an agent runs there; the agent sees the change. */
export function addClientsCommand(program: Command, context: CommandContext): void {
  const clients = program
    .command('clients')
    .description("customers' client tokens, encrypted in the data folder");
  withFolderFlags(clients.command('list'))
    .description('list clients, and client ids whose jobs wait for a token')
    .option('--json', 'print JSON')
    .action((flags: FolderFlags & { json?: boolean }) => listClients(flags, context));
  withFolderFlags(clients.command('add'))
    .description(
      'add a client, or replace label and token of one; the token comes from a file or standard input',
    )
    .requiredOption('--client-id <uuid>', 'client id that CodePipeline gave')
    .requiredOption('--label <text>', "the customer's name")
    .option('--token-file <file>', 'file with the client token (default: standard input)')
    .addHelpText(
      'after',
      '\nExample:\n  action-desk clients add --client-id 3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d --label "Fabrikam" < token.txt',
    )
    .action((flags: AddFlags) => addClient(flags, context));
  withFolderFlags(clients.command('remove'))
    .description('remove a client and its token')
    .argument('<client-id>', 'client id')
    .action((id: string, flags: FolderFlags) => removeClient(id, flags, context));
}
