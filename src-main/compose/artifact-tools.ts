import { ArchiveProblem } from '../artifacts/archive/archive-problem.ts';
import { ARCHIVE_TAIL_BYTES } from '../artifacts/archive/archive-options.ts';
import { openArchive } from '../artifacts/archive/open-archive.ts';
import { closedPreview, previewContent } from '../artifacts/preview/preview-content.ts';
import type { ContentStream } from '../artifacts/ports.ts';
import type { ArtifactTools } from './open-artifact-desk.ts';

/** What opened artifacts are looked at with, beside the cache and what goes past the reader. */
export function createLookingTools(): Pick<ArtifactTools, 'tailBytes' | 'openArchive' | 'preview'> {
  return {
    tailBytes: ARCHIVE_TAIL_BYTES,
    openArchive: (object, signal) => openArchive(object, { signal }),
    async preview({ object, archive }, request, signal) {
      const entry = request.entry === null ? null : (archive.entries[request.entry] ?? null);
      const faults = entry?.faults ?? archive.faults;
      const fetched = () => object.fetched();
      let content: ContentStream;
      try {
        content = archive.content(request.entry);
      } catch (thrown) {
        if (!(thrown instanceof ArchiveProblem)) throw thrown;
        const own = { fault: thrown.fault, sentence: thrown.message };
        const all = faults.some(({ fault }) => fault === own.fault) ? faults : [...faults, own];
        return closedPreview(
          entry?.size ?? object.facts.size,
          { sentence: own.sentence, faults: all },
          fetched(),
        );
      }
      return previewContent(content, request, { fetched, faults, signal });
    },
  };
}
