import { describe, expect, it } from 'vitest';
import { crumbsOf } from '#renderer/features/artifacts/browse/crumbs.ts';
import { placeOf } from '#renderer/features/artifacts/browse/pasted-place.ts';
import { keepPlace, recentPlaces } from '#renderer/features/artifacts/recent-places.ts';
import { pathOf, shownOf, sideOf, sideText, type Shown } from '#renderer/features/artifacts/shown-place.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';

const environment = { kind: 'environment' } as const;
const side: ArtifactSide = {
  via: { kind: 'run', runId: 'run 1/x' },
  place: { region: 'eu-west-1', bucket: 'my-bucket', key: 'a b/ü&=?#.zip', versionId: 'v+1' },
};
const shownOfPath = (path: string): Shown => shownOf(new URLSearchParams(path.split('?')[1] ?? ''));

describe('what the page shows', () => {
  const cases: Shown[] = [
    { kind: 'start', via: environment, by: 'bucket', asked: '' },
    { kind: 'start', via: environment, by: 'pipeline', asked: '' },
    { kind: 'start', via: environment, by: 'bucket', asked: 's3://b/k?versionId=1' },
    { kind: 'start', via: { kind: 'run', runId: 'run 1/x' }, by: 'bucket', asked: '' },
    { kind: 'bucket', via: environment, region: null, bucket: 'my-bucket', prefix: '', whole: false },
    {
      kind: 'bucket',
      via: side.via,
      region: 'eu-west-1',
      bucket: 'my-bucket',
      prefix: 'a/b c/',
      whole: true,
    },
    { kind: 'pipeline', region: 'eu-west-1', pipeline: 'check out' },
    { kind: 'object', side, ofRun: 'run 1/x' },
    { kind: 'object', side: { ...side, via: environment }, ofRun: 'run 1/x' },
    { kind: 'object', side: { ...side, via: environment }, ofRun: null },
    { kind: 'compare', left: side, right: null, runs: null },
    { kind: 'compare', left: side, right: { ...side, via: environment }, runs: null },
    { kind: 'compare', left: side, right: side, runs: { green: 'run 0', present: 'run 1/x' } },
  ];
  it.each(cases.map((shown) => [pathOf(shown), shown] as const))('is read back from %s', (path, shown) => {
    expect(path).toMatch(/^\/artifacts(\?|$)/);
    expect(shownOfPath(path)).toEqual(shown);
  });

  it.each([
    '/artifacts?bucket=no%20bucket%20&key=k',
    '/artifacts?key=k',
    '/artifacts?pipeline=p',
    `/artifacts?bucket=my-bucket&key=${'k'.repeat(1025)}`,
  ])('is the start for an address that cannot be meant: %s', (path) => {
    expect(shownOfPath(path).kind).toBe('start');
  });

  it('leaves a side empty that cannot be read', () => {
    expect(sideOf(sideText(side))).toEqual(side);
    for (const text of [null, '', '{}', '[1,2,3]', '[null,null,"!","k",null]'])
      expect(sideOf(text)).toBeNull();
  });
});

describe('the way to it', () => {
  it('leads over the bucket and its folders', () => {
    const crumbs = crumbsOf({
      kind: 'object',
      ofRun: null,
      side: { ...side, place: { ...side.place, key: 'a/b/c.zip' } },
    });
    expect(crumbs.map(({ text }) => text)).toEqual(['Artifacts', 'my-bucket', 'a', 'b', 'c.zip']);
    expect(shownOfPath(crumbs[3]?.path ?? '')).toMatchObject({
      kind: 'bucket',
      prefix: 'a/b/',
      via: side.via,
    });
  });
});

describe('a pasted place', () => {
  it.each([
    ['s3://my-bucket/a/b.zip', { kind: 'object' }],
    ['s3://my-bucket/a/', { kind: 'bucket', prefix: 'a/' }],
    ['s3://my-bucket', { kind: 'bucket', prefix: '' }],
    ['arn:aws:s3:::my-bucket/a.zip', { kind: 'object' }],
  ])('leads from %s', (typed, expected) => {
    expect(placeOf(typed, environment)).toMatchObject(expected);
  });

  it('says what it expects', () => {
    expect(placeOf('hello', environment)).toMatch(/expected/i);
  });
});

describe('recent places', () => {
  it('keeps each once, the latest first, by environment', () => {
    const other = { ...side, place: { ...side.place, key: 'other' } };
    for (const one of [side, other, side]) keepPlace('here', localStorage, one);
    expect(recentPlaces('here', localStorage)).toEqual([side, other]);
    expect(recentPlaces('there', localStorage)).toEqual([]);
    localStorage.setItem('action-desk.artifacts.here', '{');
    expect(recentPlaces('here', localStorage)).toEqual([]);
  });
});
