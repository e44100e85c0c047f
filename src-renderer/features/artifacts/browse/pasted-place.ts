import { parsePlace } from '#shared/domain/artifact-place.ts';
import type { ArtifactVia } from '#shared/domain/artifact.ts';
import type { Shown } from '../shown-place.ts';

/** What a pasted text leads to, or the sentence that says why nowhere. */
export function placeOf(
  typed: string,
  via: ArtifactVia,
): Extract<Shown, { kind: 'object' | 'bucket' }> | string {
  const answer = parsePlace(typed);
  if (!answer.ok) return answer.sentence;
  const { found } = answer;
  return found.kind === 'object'
    ? { kind: 'object', side: { via, place: found.place }, ofRun: null }
    : { kind: 'bucket', via, region: found.region, bucket: found.bucket, prefix: found.prefix, whole: false };
}
