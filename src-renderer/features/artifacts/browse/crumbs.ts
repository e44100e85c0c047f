import { lastPart, pathOf, type Shown } from '../shown-place.ts';

/** One step of the way to what is shown; the last one is where one is. */
export interface Crumb {
  readonly text: string;
  readonly path: string;
}

/** The way from the start over bucket and folders to what is shown. */
export function crumbsOf(shown: Shown): Crumb[] {
  const start: Crumb = { text: 'Artifacts', path: '/artifacts' };
  switch (shown.kind) {
    case 'start':
      return shown.via.kind === 'run' ? [start, { text: 'Of a run', path: pathOf(shown) }] : [start];
    case 'pipeline':
      return [
        start,
        {
          text: 'Pipelines',
          path: pathOf({ kind: 'start', via: { kind: 'environment' }, by: 'pipeline', asked: '' }),
        },
        { text: shown.pipeline, path: pathOf(shown) },
      ];
    case 'compare':
      return [start, { text: 'Comparison', path: pathOf(shown) }];
    case 'bucket':
      return [start, ...inBucket(shown, shown.prefix)];
    case 'object': {
      const { via, place } = shown.side;
      const folder = place.key.slice(0, place.key.length - lastPart(place.key).length);
      return [
        start,
        ...inBucket({ via, region: place.region, bucket: place.bucket }, folder),
        { text: lastPart(place.key), path: pathOf(shown) },
      ];
    }
  }
}

function inBucket(
  at: Pick<Extract<Shown, { kind: 'bucket' }>, 'via' | 'region' | 'bucket'>,
  prefix: string,
): Crumb[] {
  const to = (text: string, folder: string): Crumb => ({
    text,
    path: pathOf({ kind: 'bucket', ...at, prefix: folder, whole: false }),
  });
  const folders = prefix.split('/').slice(0, -1);
  return [
    to(at.bucket, ''),
    ...folders.map((name, index) => to(name || '(empty)', `${folders.slice(0, index + 1).join('/')}/`)),
  ];
}
