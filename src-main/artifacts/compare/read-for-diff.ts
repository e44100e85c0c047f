import type { ShownText } from '#shared/domain/artifact-preview.ts';
import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import type { ContentStream } from '../ports.ts';
import { contentKind } from '../preview/content-kind.ts';
import { readBeginning } from '../preview/read-beginning.ts';
import { asText, readText } from '../preview/show-text.ts';
import { TEXT_READ_BYTES } from '../preview/text-bounds.ts';

/** One side of a text diff. `text` null: it is no text, or nothing of it could be read. */
export interface DiffSide {
  readonly text: ShownText | null;
  /** Whether all of the content is in `text`; a diff of cut texts says nothing of what follows. */
  readonly whole: boolean;
  readonly fault: ArchiveFaultView | null;
}

/**
 * Both texts of one file for a diff, decoded each by its own encoding and bounded as a preview is. A side that is not there
 * (null) is an empty text. Throws as `previewContent` does.
 */
export async function readForDiff(
  left: ContentStream | null,
  right: ContentStream | null,
  given: { readonly encoding?: string | null; readonly signal?: AbortSignal } = {},
): Promise<{ left: DiffSide; right: DiffSide }> {
  const side = async (content: ContentStream | null): Promise<DiffSide> => {
    if (!content)
      return {
        text: asText({ text: '', encoding: 'utf-8', read: 0, lines: 1 }, null),
        whole: true,
        fault: null,
      };
    const wanted = (): Promise<number> => Promise.resolve(TEXT_READ_BYTES);
    const { bytes, fault } = await readBeginning(content, TEXT_READ_BYTES, wanted, given.signal);
    const kind = await contentKind(content.name, bytes);
    const unread = bytes.length === 0 && content.size > 0;
    if (unread || (kind.form !== 'text' && !given.encoding)) return { text: null, whole: false, fault };
    const { decoded, complete } = readText(bytes, content.size, given.encoding ?? null);
    return { text: asText(decoded, kind.language), whole: complete && fault === null, fault };
  };
  const [one, other] = await Promise.all([side(left), side(right)]);
  return { left: one, right: other };
}
