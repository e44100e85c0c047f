import type { Command } from 'commander';
import { z } from 'zod';
import { clientLabelSchema } from '#shared/domain/client.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { STAGE_SIZE } from '../compose/command-contract.ts';
import { readClientFile } from '../client-files/client-file.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { withFolderFlags, type FolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk } from './reach-desk.ts';
import { readClientText } from './token-input.ts';

interface ImportFlags extends FolderFlags {
  reason?: string;
  skipBad?: boolean;
  label?: string;
  idField?: string;
  labelField?: string;
  tokenField?: string;
  json?: boolean;
}

const flagsSchema = z.object({ '--label': clientLabelSchema.optional() });

async function importClients(
  file: string | undefined,
  flags: ImportFlags,
  context: CommandContext,
): Promise<void> {
  const label = parseOrThrow(flagsSchema, { '--label': flags.label })['--label'];
  const names = { clientId: flags.idField, label: flags.labelField, token: flags.tokenField };
  const { good, bad } = readClientFile(await readClientText(file, context.input), names, label);
  const count = good.length + bad.length;
  if (count === 0) throw new ActionDeskError('invalid-input', 'There is no client in the file.');
  if (bad.length > 0) context.err(bad.map((sentence) => `${sentence}\n`).join(''));
  if (bad.length > 0 && !flags.skipBad) {
    throw new ActionDeskError(
      'invalid-input',
      `${bad.length} of ${count} clients cannot be taken: nothing was changed. Mend them, or take the others with --skip-bad.`,
    );
  }
  if (good.length === 0) throw new ActionDeskError('invalid-input', 'No client is left to take.');
  const end = await withDesk(flags, 'make', context, async (desk) => {
    for (let from = 0; from < good.length; from += STAGE_SIZE)
      await desk.ask('clients.stage', { clients: good.slice(from, from + STAGE_SIZE) });
    return desk.ask('clients.import', { expected: good.length });
  });
  const skipped = bad.length;
  if (flags.json) context.out(jsonText({ ...end, skipped, problems: bad }));
  else context.out(`Added ${end.added}, replaced ${end.replaced}, skipped ${skipped}.\n`);
}

/** `clients import`: all of a file or, with `--skip-bad`, all that is good of it; one transaction. */
export function addClientImportCommand(clients: Command, context: CommandContext): void {
  const command = withFolderFlags(clients.command('import'))
    .description('add or replace many clients from a file')
    .argument('[file]', 'CSV, JSON, or the request of the configuration page (default: standard input)')
    .option('--skip-bad', 'take the good ones; without it one bad line leaves everything as it is')
    .option('--label <text>', 'label for entries without one')
    .option('--id-field <name>', 'the name of the client id in the file')
    .option('--label-field <name>', 'the name of the label in the file')
    .option('--token-field <name>', 'the name of the token in the file')
    .option('--reason <text>', 'why, for the audit')
    .option('--json', 'print JSON')
    .action((file: string | undefined, flags: ImportFlags) => importClients(file, flags, context));
  manPage(command, {
    description: [
      'CSV with comma, semicolon or tab, with or without quotes and headings (clientId, label, token; in this order without headings); JSON as an array or {"clients": […]} of objects with these fields; or what CodePipeline gave the configuration page: its URL, its query, or the parameter "request", URL-encoded. Give one client a label with --label.',
      'Each line that cannot be taken is one sentence on standard error with its line and field; never a token.',
    ],
    json: [
      ['added, replaced, skipped', 'how many clients were new, known before, or left out'],
      ['problems', 'the sentences of those left out'],
      ['releasedRuns', 'runs that waited for a token and are looked at again'],
    ],
    examples: [
      'action-desk clients import clients.csv --skip-bad',
      'action-desk clients import --label "Fabrikam" < configuration-page-url.txt',
    ],
  });
}
