import { artifactAccessSchema, objectPlaceSchema, type ArtifactVia } from '#shared/domain/artifact.ts';
import { artifactPath, viaParams, type ArtifactSide } from '#renderer/run-view/artifact-path.ts';

/**
 * What the page shows, all of it in its address, so that steps back and forth and links lead through it. `start` lists buckets or
 * pipelines, or with a run its artifacts; `asked` is a place that a link brought and that nobody has confirmed yet; `ofRun` the run that an object belongs to.
 */
export type Shown =
  | { kind: 'start'; via: ArtifactVia; by: 'bucket' | 'pipeline'; asked: string }
  | {
      kind: 'bucket';
      via: ArtifactVia;
      region: string | null;
      bucket: string;
      prefix: string;
      whole: boolean;
    }
  | { kind: 'pipeline'; region: string; pipeline: string }
  | { kind: 'object'; side: ArtifactSide; ofRun: string | null }
  | { kind: 'compare'; left: ArtifactSide | null; right: ArtifactSide | null; runs: ComparedRuns | null };

/** The runs whose inputs are compared: the last green one before a run is on the left, the run itself on the right. */
export interface ComparedRuns {
  readonly green: string;
  readonly present: string;
}

/** A side of a comparison as one parameter. */
export function sideText({ via, place }: ArtifactSide): string {
  return JSON.stringify([
    via.kind === 'run' ? via.runId : null,
    place.region,
    place.bucket,
    place.key,
    place.versionId,
  ]);
}

/** Reads one back; null for what is none. */
export function sideOf(text: string | null): ArtifactSide | null {
  try {
    const [runId, region, bucket, key, versionId] = JSON.parse(text ?? '') as unknown[];
    const via = artifactAccessSchema.parse(runId === null ? { kind: 'environment' } : { kind: 'run', runId });
    return { via, place: objectPlaceSchema.parse({ region, bucket, key, versionId }) };
  } catch {
    return null;
  }
}

/** What an address asks for; one that cannot be meant leads to the start. */
export function shownOf(params: URLSearchParams): Shown {
  const via: ArtifactVia = params.get('run')
    ? { kind: 'run', runId: (params.get('run') ?? '').slice(0, 600) }
    : { kind: 'environment' };
  const region = params.get('region');
  const bucket = params.get('bucket');
  const key = params.get('key');
  const pipeline = params.get('pipeline');
  if (params.has('left') || params.has('right'))
    return {
      kind: 'compare',
      left: sideOf(params.get('left')),
      right: sideOf(params.get('right')),
      runs: runsOf(params),
    };
  if (bucket && key) {
    const place = objectPlaceSchema.safeParse({ region, bucket, key, versionId: params.get('version') });
    if (place.success)
      return {
        kind: 'object',
        side: { via, place: place.data },
        ofRun: params.get('run') ?? params.get('of'),
      };
  } else if (bucket) {
    const prefix = params.get('prefix') ?? '';
    return { kind: 'bucket', via, region, bucket, prefix, whole: params.get('whole') === '1' };
  }
  if (pipeline && region) return { kind: 'pipeline', region, pipeline };
  const by = params.get('by') === 'pipeline' ? 'pipeline' : 'bucket';
  return { kind: 'start', via, by, asked: params.get('place') ?? '' };
}

function runsOf(params: URLSearchParams): ComparedRuns | null {
  const [green, present] = ['green', 'of'].map((name) => params.get(name)?.slice(0, 600));
  return green && present ? { green, present } : null;
}

/** The address that shows it. */
export function pathOf(shown: Shown): string {
  if (shown.kind === 'object') return artifactPath(shown.side, shown.ofRun);
  const params = new URLSearchParams(paramsOf(shown)).toString();
  return params === '' ? '/artifacts' : `/artifacts?${params}`;
}

function paramsOf(shown: Exclude<Shown, { kind: 'object' }>): Record<string, string> {
  switch (shown.kind) {
    case 'start':
      return {
        ...viaParams(shown.via),
        ...(shown.by === 'pipeline' ? { by: 'pipeline' } : {}),
        ...(shown.asked ? { place: shown.asked } : {}),
      };
    case 'bucket':
      return {
        ...viaParams(shown.via),
        ...(shown.region ? { region: shown.region } : {}),
        bucket: shown.bucket,
        ...(shown.prefix ? { prefix: shown.prefix } : {}),
        ...(shown.whole ? { whole: '1' } : {}),
      };
    case 'pipeline':
      return { region: shown.region, pipeline: shown.pipeline };
    case 'compare':
      return {
        left: shown.left ? sideText(shown.left) : '',
        right: shown.right ? sideText(shown.right) : '',
        ...(shown.runs ? { green: shown.runs.green, of: shown.runs.present } : {}),
      };
  }
}

/** The last part of a key or path, which people know it by. */
export function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
