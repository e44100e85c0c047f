import type { Command } from 'commander';
import { z } from 'zod';
import { clientIdSchema, clientLabelSchema } from '#shared/domain/client.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { withFolderFlags, type FolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk } from './reach-desk.ts';
import { printable } from './table.ts';

interface ChangeFlags extends FolderFlags {
  reason?: string;
  json?: boolean;
}

const idSchema = z.object({ clientId: clientIdSchema });
const labelSchema = z.object({ label: clientLabelSchema });

async function setDisabled(
  id: string,
  disabled: boolean,
  flags: ChangeFlags,
  context: CommandContext,
): Promise<void> {
  const { clientId } = parseOrThrow(idSchema, { clientId: id });
  const end = await withDesk(flags, 'change', context, (desk) =>
    desk.ask('clients.setDisabled', { clientId, disabled }),
  );
  if (flags.json) return context.out(jsonText(end));
  const name = `${clientId} (${printable(end.client.label)})`;
  const runs = end.releasedRuns;
  const waited =
    runs === 0 ? '' : ` ${runs === 1 ? 'One run' : `${runs} runs`} that waited for it can go on.`;
  context.out(
    disabled ? `Nothing new is claimed for ${name}.\n` : `Jobs of ${name} are claimed again.${waited}\n`,
  );
}

async function rename(id: string, text: string, flags: ChangeFlags, context: CommandContext): Promise<void> {
  const { clientId } = parseOrThrow(idSchema, { clientId: id });
  const { label } = parseOrThrow(labelSchema, { label: text });
  const end = await withDesk(flags, 'change', context, (desk) =>
    desk.ask('clients.rename', { clientId, label }),
  );
  context.out(flags.json ? jsonText(end) : `${clientId} is called ${printable(end.client.label)} now.\n`);
}

const CLIENT_ID = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const REASON = 'why, for the audit; a protected environment asks for it';
const CLIENT_JSON = ['client', 'as in clients list, after the change'] as const;

/** `clients disable|enable|rename`: what needs no token. */
export function addClientChangeCommands(clients: Command, context: CommandContext): void {
  for (const name of ['disable', 'enable'] as const) {
    const command = withFolderFlags(clients.command(name))
      .description(name === 'disable' ? 'claim nothing new for a client' : 'claim the jobs of a client again')
      .argument('<client-id>', 'client id')
      .option('--reason <text>', REASON)
      .option('--json', 'print JSON')
      .action((id: string, flags: ChangeFlags) => setDisabled(id, name === 'disable', flags, context));
    manPage(command, {
      description: [
        'For a disabled client its jobs wait visibly until it is enabled or they time out; runs that have begun end normally. Its token is kept.',
      ],
      json: [CLIENT_JSON, ['releasedRuns', 'runs that waited and are looked at again']],
      examples: [`action-desk clients ${name} ${CLIENT_ID} --reason "INC-42"`],
    });
  }
  const command = withFolderFlags(clients.command('rename'))
    .description('give a client another label')
    .argument('<client-id>', 'client id')
    .argument('<label>', "the customer's name")
    .option('--reason <text>', REASON)
    .option('--json', 'print JSON')
    .action((id: string, label: string, flags: ChangeFlags) => rename(id, label, flags, context));
  manPage(command, {
    json: [CLIENT_JSON],
    examples: [`action-desk clients rename ${CLIENT_ID} "Fabrikam Ltd"`],
  });
}
