import { Option, type Command } from 'commander';
import { z } from 'zod';
import {
  clientIdSchema,
  clientLabelSchema,
  clientQuerySchema,
  clientTokenSchema,
  type ClientView,
  type UnmatchedClient,
} from '#shared/domain/client.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { connectLocally } from '../platform/local-socket-client.ts';
import { addClientChangeCommands } from './client-change-commands.ts';
import { addClientImportCommand } from './client-import-command.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { dataFolderOf, existingKey, withFolderFlags, type FolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk } from './reach-desk.ts';
import { formatTable, formatTime } from './table.ts';
import { readToken } from './token-input.ts';

interface ChangeFlags extends FolderFlags {
  reason?: string;
  confirm?: string;
}

interface AddFlags extends ChangeFlags {
  clientId: string;
  label: string;
  tokenFile?: string;
}

const newClientSchema = z.object({
  '--client-id': clientIdSchema,
  '--label': clientLabelSchema,
  token: clientTokenSchema,
});
const idSchema = z.object({ clientId: clientIdSchema });
const tokenSchema = z.object({ token: clientTokenSchema });

function tokenWord(client: ClientView, keyKnown: boolean): string {
  if (client.disabledAt !== null) return 'disabled';
  if (client.refusedAt !== null) return 'refused';
  if (!keyKnown) return 'unknown (no key)';
  return client.tokenUsable ? 'usable' : 'not usable';
}

/** An agent has its key; without one, only the folder's key file can tell whether a token is usable. */
async function isKeyKnown(flags: FolderFlags): Promise<boolean> {
  const folder = dataFolderOf(flags);
  const agent = await connectLocally(folder.dir);
  agent?.close();
  return agent !== null || existingKey(folder) !== null;
}

interface ListFlags extends FolderFlags {
  json?: boolean;
  all?: boolean;
  page?: string;
  limit?: string;
  text?: string;
}

const LARGEST_PAGE = 500;

const listSchema = z.object({
  '--page': z.coerce.number('expected a number').int().min(1),
  '--limit': z.coerce.number('expected a number').int().min(1).max(LARGEST_PAGE),
});

function clientCells(client: ClientView, keyKnown: boolean): (string | null)[] {
  const { clientId, label, lastUsedAt, invalidTokenCount } = client;
  const used = formatTime(lastUsedAt);
  return [clientId, label, tokenWord(client, keyKnown), used, String(invalidTokenCount)];
}

const HEADINGS = ['CLIENT ID', 'LABEL', 'TOKEN', 'LAST USED', 'REFUSED'];

/** Page by page, so that a hundred thousand clients are neither held here nor hold up the agent that answers. */
async function listClients(flags: ListFlags, context: CommandContext): Promise<void> {
  const onePage = flags.page !== undefined || flags.limit !== undefined;
  const { '--page': first, '--limit': pageSize } = parseOrThrow(listSchema, {
    '--page': flags.page ?? 1,
    '--limit': flags.limit ?? (onePage ? 50 : LARGEST_PAGE),
  });
  const keyKnown = await isKeyKnown(flags);
  await withDesk(flags, 'read', context, async (desk) => {
    const { unmatched } = await desk.ask('clients.unmatched', null);
    for (let page = first; ; page += 1) {
      const query = clientQuerySchema.parse({ page, pageSize, ...(flags.text ? { text: flags.text } : {}) });
      const { rows, total } = await desk.ask('clients.list', query);
      const isLast = onePage || page * pageSize >= total;
      if (flags.json) {
        // Without the key nobody can tell: null, not false.
        const shown = rows.map((row) => ({ ...row, tokenUsable: keyKnown ? row.tokenUsable : null }));
        printJsonPart(context, shown, page === first, isLast ? { total, unmatched } : null);
      } else {
        const table = formatTable(
          HEADINGS,
          rows.map((client) => clientCells(client, keyKnown)),
        );
        context.out(page === first ? table : table.slice(table.indexOf('\n') + 1));
        if (isLast && rows.length < total && onePage)
          context.out(`Page ${page} of ${Math.ceil(total / pageSize)}, ${total} clients.\n`);
      }
      if (isLast) break;
    }
    if (!flags.json) printWaiting(context, unmatched);
  });
}

/** One document like `jsonText`'s, written in parts: `{clients: […], total, unmatched}`. */
function printJsonPart(
  context: CommandContext,
  rows: readonly unknown[],
  isFirst: boolean,
  rest: Record<string, unknown> | null,
): void {
  const indented = rows.map((row) => JSON.stringify(row, null, 2).replaceAll('\n', '\n    '));
  if (isFirst) context.out('{\n  "clients": [');
  context.out(indented.map((row, at) => `${isFirst && at === 0 ? '' : ','}\n    ${row}`).join(''));
  if (rest) context.out(`\n  ],${jsonText(rest).slice(1)}`);
}

function printWaiting(context: CommandContext, unmatched: readonly UnmatchedClient[]): void {
  if (unmatched.length === 0) return;
  const rows = unmatched.map(({ clientId, reason, runCount, runs }) => [
    clientId,
    reason,
    String(runCount),
    formatTime(runs[0]?.deadlineAt ?? null),
  ]);
  context.out(
    `\nWaiting for a token:\n${formatTable(['CLIENT ID', 'TOKEN', 'RUNS', 'FIRST DEADLINE'], rows)}`,
  );
}

const released = (runs: number): string =>
  runs === 0 ? '' : ` ${runs === 1 ? 'One run' : `${runs} runs`} that waited for it can go on.`;

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
  const [clientId, label] = [client['--client-id'], client['--label']];
  const { wasKnown, releasedRuns } = await withDesk(flags, 'make', context, (desk) =>
    desk.ask('clients.add', { clientId, label, token: client.token }),
  );
  context.out(`${wasKnown ? 'Replaced' : 'Added'} ${clientId} (${label}).${released(releasedRuns)}\n`);
}

async function rotateToken(
  id: string,
  flags: ChangeFlags & { tokenFile?: string },
  context: CommandContext,
): Promise<void> {
  const { clientId } = parseOrThrow(idSchema, { clientId: id });
  const { token } = parseOrThrow(tokenSchema, { token: await readToken(flags.tokenFile, context.input) });
  const { client, releasedRuns } = await withDesk(flags, 'make', context, (desk) =>
    desk.ask('clients.rotate', { clientId, token }),
  );
  context.out(`Replaced the token of ${clientId} (${client.label}).${released(releasedRuns)}\n`);
}

async function removeClient(id: string, flags: ChangeFlags, context: CommandContext): Promise<void> {
  const { clientId } = parseOrThrow(idSchema, { clientId: id });
  const { removed } = await withDesk(flags, 'change', context, (desk) =>
    desk.ask('clients.remove', { clientId }),
  );
  if (!removed) throw new ActionDeskError('not-found', `No client ${clientId} is stored.`);
  context.out(`Removed ${clientId}.\n`);
}

const CLIENT_ID = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const TOKENS = 'Tokens come from a file or standard input, never from arguments, which others can see.';

/** `clients list|add|import|rotate|rename|disable|enable|remove`: the vault of client tokens, through the agent where one works. */
export function addClientsCommand(program: Command, context: CommandContext): void {
  const clients = program
    .command('clients')
    .description("customers' client tokens, encrypted in the data folder");
  manPage(clients, { description: [TOKENS], examples: ['action-desk clients list'] });
  const list = withFolderFlags(clients.command('list'))
    .description('list clients, and client ids whose jobs wait for a token')
    .option('--text <text>', 'only labels and client ids that hold this')
    .option('--all', 'all of them (the default without --page or --limit)')
    .addOption(new Option('--page <n>', 'one page, from 1').conflicts('all'))
    .addOption(new Option('--limit <n>', 'clients a page, up to 500 (default: 50)').conflicts('all'))
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => listClients(flags, context));
  manPage(list, {
    json: [
      [
        'clients',
        'by label: {clientId, label, tokenUsable, createdAt, lastUsedAt, invalidTokenCount, refusedAt, disabledAt}',
      ],
      ['total', 'how many clients there are, or hold the text'],
      ['clients[].tokenUsable', 'whether the token can be used; null where the key is not here to tell'],
      ['clients[].invalidTokenCount', 'how often CodePipeline refused the token since it was stored'],
      ['unmatched', 'client ids whose jobs wait, up to 200: {clientId, label, reason, runCount, runs}'],
      [
        'unmatched[].reason',
        'the token is "missing", "refused" by CodePipeline, or the client is "disabled"',
      ],
      [
        'unmatched[].runs',
        'up to 20 of what waits, the nearest deadline first: {runId, region, jobId, polledAt, deadlineAt}',
      ],
    ],
    examples: ['action-desk clients list --json'],
  });
  const add = withFolderFlags(clients.command('add'))
    .description('add a client, or replace label and token of one')
    .requiredOption('--client-id <uuid>', 'client id that CodePipeline gave')
    .requiredOption('--label <text>', "the customer's name")
    .option('--token-file <file>', 'file with the client token (default: standard input)')
    .option('--reason <text>', 'why, for the audit')
    .action((flags: AddFlags) => addClient(flags, context));
  manPage(add, {
    description: [TOKENS],
    examples: [`action-desk clients add --client-id ${CLIENT_ID} --label "Fabrikam" < token.txt`],
  });
  const rotate = withFolderFlags(clients.command('rotate'))
    .description('replace the token of a client')
    .argument('<client-id>', 'client id')
    .option('--token-file <file>', 'file with the new token (default: standard input)')
    .option('--reason <text>', 'why, for the audit')
    .action((id: string, flags: ChangeFlags & { tokenFile?: string }) => rotateToken(id, flags, context));
  manPage(rotate, {
    description: [TOKENS],
    examples: [`action-desk clients rotate ${CLIENT_ID} < token.txt`],
  });
  const remove = withFolderFlags(clients.command('remove'))
    .description('remove a client and its token')
    .argument('<client-id>', 'client id')
    .option('--reason <text>', 'why, for the audit; a protected environment asks for it')
    .option('--confirm <label>', "the client's label, where a protected environment asks for it")
    .action((id: string, flags: ChangeFlags) => removeClient(id, flags, context));
  manPage(remove, { examples: [`action-desk clients remove ${CLIENT_ID} --reason "left us"`] });
  addClientChangeCommands(clients, context);
  addClientImportCommand(clients, context);
}
