import { ActionDeskError } from '#shared/domain/errors.ts';
import type { CommandContext } from './command-context.ts';
import { objectOf, withLookup, type LookupFlags } from './artifact-lookup-flags.ts';

/** Flags of `artifacts cat`. */
export interface CatFlags extends LookupFlags {
  entry?: string;
  force?: boolean;
}

/** Tabs and line ends are text; ESC and the like command a terminal. */
const NOT_TEXT = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/;

/** Whether a chunk would be shown as it is, and not obeyed. */
function isText(chunk: Uint8Array, decoder: InstanceType<typeof TextDecoder>): boolean {
  try {
    return !NOT_TEXT.test(decoder.decode(chunk, { stream: true }));
  } catch {
    return false;
  }
}

/** `artifacts cat`: bytes as they are. */
export async function catArtifact(uri: string, flags: CatFlags, context: CommandContext): Promise<void> {
  const place = objectOf(uri);
  const { bytes: output } = context;
  if (!output) throw new ActionDeskError('internal', 'There is no output for bytes.');
  await withLookup(flags, context, async (lookup) => {
    const archive = await lookup.open(place);
    const wanted = flags.entry;
    const found = archive.entries.filter(({ path, kind }) => path === wanted && kind === 'file');
    const [entry] = found;
    if (wanted !== undefined && !entry)
      throw new ActionDeskError('not-found', `The archive has no file ${JSON.stringify(wanted)}.`);
    if (found.length > 1)
      context.err(`The archive has ${found.length} files of this name: this is the first.\n`);
    const content = archive.content(entry?.index ?? null);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of content.chunks(content.size + 1)) {
      if (output.isTerminal && !flags.force && !isText(chunk, decoder))
        throw new ActionDeskError(
          'invalid-input',
          'This is not text and may confuse the terminal: say --force, or write it to a file.',
        );
      await output.write(chunk);
    }
  });
}
