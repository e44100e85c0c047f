import type { Command } from 'commander';
import { z } from 'zod';
import { holdInWords, holdScopeSchema } from '#shared/domain/hold.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { parseOrThrow } from '#shared/domain/validation.ts';
import { EXIT_CODES } from '../platform/exit-code.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { withFolderFlags, type FolderFlags } from './data-folder.ts';
import { manPage } from './man-page.ts';
import { withDesk } from './reach-desk.ts';
import { formatTable, formatTime, printable } from './table.ts';

interface HoldFlags extends FolderFlags {
  region?: string;
  actionType?: string;
  reason?: string;
  json?: boolean;
}

const { shape } = holdScopeSchema;
const scopeSchema = z.object({
  '--region': shape.region,
  '--action-type': shape.actionType.refine(
    (key) => key === null || key.split('/').length === 4,
    'expected CATEGORY/OWNER/PROVIDER/VERSION',
  ),
});
const idSchema = z.object({
  hold: z.coerce.number('expected the number that holds list shows').int().min(1),
});

async function listHolds(flags: HoldFlags, context: CommandContext): Promise<void> {
  const holds = await withDesk(flags, 'read', context, (desk) => desk.ask('holds.list', null));
  if (flags.json) return context.out(jsonText({ holds }));
  const rows = holds.map((hold) => [
    String(hold.holdId),
    hold.region ?? 'every region',
    hold.actionType ?? 'every action type',
    hold.who,
    formatTime(hold.at),
    hold.reason,
  ]);
  context.out(
    rows.length === 0
      ? 'Nothing is held.\n'
      : formatTable(['HOLD', 'REGION', 'ACTION TYPE', 'WHO', 'SINCE', 'REASON'], rows),
  );
}

async function addHold(flags: HoldFlags, context: CommandContext): Promise<void> {
  const given = parseOrThrow(scopeSchema, {
    '--region': flags.region ?? null,
    '--action-type': flags.actionType ?? null,
  });
  const scope = { region: given['--region'], actionType: given['--action-type'] };
  if (scope.region === null && scope.actionType === null)
    throw new ActionDeskError('invalid-input', 'Say what to hold: --region, --action-type, or both.');
  const end = await withDesk(flags, 'change', context, (desk) => desk.ask('holds.add', { scope }));
  if (!end.added) context.setExitCode(EXIT_CODES.failed);
  if (flags.json) return context.out(jsonText(end));
  const { holdId, who } = end.hold;
  const words = printable(holdInWords(end.hold));
  context.out(
    end.added
      ? `took effect: nothing new is claimed for ${words} (hold ${holdId}).\n`
      : `no effect: ${words} is held already, by ${printable(who)} (hold ${holdId}).\n`,
  );
}

async function releaseHold(id: string, flags: HoldFlags, context: CommandContext): Promise<void> {
  const { hold: holdId } = parseOrThrow(idSchema, { hold: id });
  const end = await withDesk(flags, 'change', context, (desk) => desk.ask('holds.release', { holdId }));
  if (!end.released) throw new ActionDeskError('not-found', `There is no hold ${holdId}.`);
  if (flags.json) return context.out(jsonText(end));
  const runs = end.releasedRuns;
  const waited =
    runs === 0 ? '' : ` ${runs === 1 ? 'One waiting run is' : `${runs} waiting runs are`} looked at again.`;
  context.out(`took effect: hold ${holdId} is released.${waited}\n`);
}

/** `holds list|add|release`: where nothing new is claimed. */
export function addHoldsCommand(program: Command, context: CommandContext): void {
  const holds = program.command('holds').description('where the agent claims nothing new');
  const about =
    'A held region or action type is polled and its jobs are shown, and none is claimed; runs that have begun go on. A hold outlives a restart, and an agent that is started later keeps it. A client is held with clients disable.';
  manPage(holds, {
    description: [about],
    examples: ['action-desk holds add --region us-east-1 --reason "INC-42"', 'action-desk holds list'],
  });
  const list = withFolderFlags(holds.command('list'))
    .description('list holds, the newest first')
    .option('--json', 'print JSON')
    .action((flags: HoldFlags) => listHolds(flags, context));
  manPage(list, {
    json: [
      [
        'holds',
        '{holdId, region, actionType, who, reason, at}; region or actionType is null where every one is held',
      ],
    ],
    examples: ['action-desk holds list --json'],
  });
  const add = withFolderFlags(holds.command('add'))
    .description('claim nothing new in a region, for an action type, or both')
    .option('--region <region>', 'region to hold (default: every one)')
    .option('--action-type <key>', 'CATEGORY/OWNER/PROVIDER/VERSION (default: every one)')
    .option(
      '--reason <text>',
      'why, for the audit and for who reads the runs; a protected environment asks for it',
    )
    .option('--json', 'print JSON')
    .action((flags: HoldFlags) => addHold(flags, context));
  manPage(add, {
    description: [about],
    json: [
      ['hold', 'as in holds list'],
      ['added', 'false where it was held already (exit 2)'],
    ],
    examples: ['action-desk holds add --region us-east-1 --action-type Test/Custom/Northwind-Review/1'],
  });
  const release = withFolderFlags(holds.command('release'))
    .description('claim again')
    .argument('<hold>', 'the number that holds list shows')
    .option('--reason <text>', 'why, for the audit; a protected environment asks for it')
    .option('--json', 'print JSON')
    .action((id: string, flags: HoldFlags) => releaseHold(id, flags, context));
  manPage(release, {
    json: [
      ['released', 'true'],
      ['releasedRuns', 'waiting runs that are looked at again'],
    ],
    examples: ['action-desk holds release 3'],
  });
}
