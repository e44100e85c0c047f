import { parsePlace, type ParsedPlace } from '#shared/domain/artifact-place.ts';
import type { ObjectPlace } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { regionSchema } from '#shared/domain/environment.ts';
import type { ArtifactLookup } from '../compose/artifact-lookup.ts';
import type { RunObjects } from '../compose/artifact-run-objects.ts';
import type { CommandContext } from './command-context.ts';
import type { FolderFlags } from './data-folder.ts';
import { withDesk, type ReachedDesk } from './reach-desk.ts';
import { printable } from './table.ts';

/** Flags that say whose credentials read. */
export interface LookupFlags extends FolderFlags {
  region?: string;
  run?: string;
}

/** What a text of the command line points to. Throws `invalid-input`. */
export function placeOf(uri: string): ParsedPlace {
  const parsed = parsePlace(uri);
  if (!parsed.ok) throw new ActionDeskError('invalid-input', parsed.sentence);
  return parsed.found;
}

/** One object. Throws `invalid-input` for a prefix. */
export function objectOf(uri: string): ObjectPlace {
  const found = placeOf(uri);
  if (found.kind === 'object') return found.place;
  throw new ActionDeskError('invalid-input', `${uri.slice(0, 200)} names a folder: expected one object.`);
}

function homeRegion({ region }: LookupFlags): string {
  const named = region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  if (!regionSchema.safeParse(named).success)
    throw new ActionDeskError('invalid-input', `--region: ${JSON.stringify(named)} is no AWS region.`);
  return named;
}

const objectsThrough = (desk: ReachedDesk): RunObjects => ({
  page: (runId, asked) => desk.ask('artifacts.page', { runId, ...asked }),
  versions: (runId, at) => desk.ask('artifacts.versions', { runId, ...at }),
  open: (runId, place) => desk.ask('artifacts.open', { runId, place }),
  async bytes(runId, place, etag, from, length) {
    const { bytes } = await desk.ask('artifacts.bytes', { runId, place, etag, from, length });
    return Buffer.from(bytes, 'base64');
  },
});

/**
 * Looks with the standard AWS chain, or through the agent that has `--run`. What S3 refuses is explained on standard error
 * before it is thrown.
 */
export async function withLookup<T>(
  flags: LookupFlags,
  context: CommandContext,
  work: (lookup: ArtifactLookup) => Promise<T>,
): Promise<T> {
  const region = homeRegion(flags);
  // The SDK is loaded for commands that need it only.
  const { openOwnLookup, openRunLookup, problemBehind } = await import('../compose/artifact-lookup.ts');
  const { run } = flags;
  if (run !== undefined)
    return withDesk(flags, 'read', context, (desk) => work(openRunLookup(objectsThrough(desk), run)));
  const lookup = openOwnLookup(region);
  try {
    return await work(lookup);
  } catch (thrown) {
    for (const { name, value } of problemBehind(thrown)?.facts ?? [])
      context.err(`${name}: ${printable(value)}\n`);
    throw thrown;
  } finally {
    lookup.close();
  }
}
