import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ObjectRow } from '#shared/domain/artifact.ts';
import { jsonText, type CommandContext } from './command-context.ts';
import { objectOf, placeOf, withLookup, type LookupFlags } from './artifact-lookup-flags.ts';
import { formatTable, formatTime, printable } from './table.ts';

/** Flags of `artifacts ls`. */
export interface ListFlags extends LookupFlags {
  recursive?: boolean;
  versions?: boolean;
  entries?: boolean;
  json?: boolean;
}

const PAGE = 1000;
const SIZE_WIDTH = 14;

function objectLine({ key, size, modifiedAt }: ObjectRow): string {
  return `${formatTime(modifiedAt) ?? '-'.padEnd(20)}  ${String(size).padStart(SIZE_WIDTH)}  ${printable(key)}\n`;
}

/** Rows are printed as they come: a million keys need no memory here. */
async function listObjects(uri: string, flags: ListFlags, context: CommandContext): Promise<void> {
  const found = placeOf(uri);
  const { bucket } = found.kind === 'prefix' ? found : found.place;
  const prefix = found.kind === 'prefix' ? found.prefix : found.place.key;
  await withLookup(flags, context, async (lookup) => {
    const prefixes: string[] = [];
    let cursor: string | null = null;
    let first = true;
    do {
      const delimiter = flags.recursive ? null : '/';
      const page = await lookup.page({ bucket, prefix, delimiter, cursor, count: PAGE });
      cursor = page.cursor;
      if (flags.json) {
        if (first) context.out('{\n  "objects": [');
        prefixes.push(...page.prefixes);
        for (const object of page.objects) {
          context.out(`${first ? '' : ','}\n    ${JSON.stringify(object)}`);
          first = false;
        }
        if (first && cursor !== null) continue;
        first = false;
      } else {
        const folders = page.prefixes.map(
          (name) => `${'-'.padEnd(20)}  ${'folder'.padStart(SIZE_WIDTH)}  ${printable(name)}\n`,
        );
        context.out([...folders, ...page.objects.map(objectLine)].join(''));
      }
    } while (cursor !== null);
    if (flags.json) context.out(`\n  ],\n  "prefixes": ${JSON.stringify(prefixes)}\n}\n`);
  });
}

async function listVersions(uri: string, flags: ListFlags, context: CommandContext): Promise<void> {
  const { bucket, key } = objectOf(uri);
  const { versions, more } = await withLookup(flags, context, (lookup) => lookup.versions({ bucket, key }));
  if (flags.json) return context.out(jsonText({ versions, more }));
  const rows = versions.map((version) => [
    formatTime(version.modifiedAt),
    version.isDeleteMarker ? 'deleted' : String(version.size ?? '-'),
    version.isLatest ? 'latest' : null,
    version.versionId,
  ]);
  context.out(rows.length === 0 ? 'No versions.\n' : formatTable(['MODIFIED', 'SIZE', '', 'VERSION'], rows));
  if (more) context.err('There are more versions than these.\n');
}

async function listEntries(uri: string, flags: ListFlags, context: CommandContext): Promise<void> {
  const place = objectOf(uri);
  await withLookup(flags, context, async (lookup) => {
    const { kind, makeup, faults, comment, entries } = await lookup.open(place);
    if (flags.json) return context.out(jsonText({ kind, comment, makeup, faults, entries }));
    for (const { fault, sentence } of faults) context.err(`${fault}: ${printable(sentence)}\n`);
    if (kind === 'plain') throw new ActionDeskError('invalid-input', 'The object is no archive.');
    const sizes = (size: number | null): string => String(size ?? '-').padStart(SIZE_WIDTH);
    for (const entry of entries) {
      const what = entry.kind === 'file' ? sizes(entry.size) : entry.kind.padStart(SIZE_WIDTH);
      const marks = entry.faults.map(({ fault }) => `  [${fault}]`).join('');
      const at = formatTime(entry.modifiedAt) ?? '-'.padEnd(20);
      context.out(
        `${at}  ${what}  ${sizes(entry.compressedSize)}  ${entry.crc32 ?? '-'.padEnd(8)}  ${printable(entry.path)}${marks}\n`,
      );
    }
  });
}

/** `artifacts ls`. */
export async function listArtifacts(uri: string, flags: ListFlags, context: CommandContext): Promise<void> {
  if (flags.versions && flags.entries)
    throw new ActionDeskError('invalid-input', 'Say either --versions or --entries.');
  if (flags.versions) return listVersions(uri, flags, context);
  if (flags.entries) return listEntries(uri, flags, context);
  return listObjects(uri, flags, context);
}
