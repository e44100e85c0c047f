import { describe, expect, it } from 'vitest';
import { addressOf, filterOf, isFiltered, lengthOf, viewOf } from '#renderer/features/audit/audit-view.ts';
import { actWords, changesOf, pageOf, stateWords } from '#renderer/features/audit/audit-words.ts';
import { auditSubjectOf } from '#shared/domain/audit.ts';

const of = (search: string) => viewOf(new URLSearchParams(search));

describe('the address of the audit', () => {
  it.each([
    '',
    'text=run-1&who=ada&act=pause+cell&on=cell&outcome=overtaken&last=24h&page=3',
    'from=1000&until=2000',
  ])('keeps a view: %s', (search) => {
    expect(addressOf(of(search))).toBe(search ? `/audit?${search}` : '/audit');
  });

  it('leaves out what it does not understand', () => {
    const wrong = of('on=token&outcome=done&last=soon&page=-1&from=9&until=1');
    expect(addressOf(wrong)).toBe('/audit');
    expect(isFiltered(wrong)).toBe(false);
  });

  it('counts a page as no condition', () => {
    expect(isFiltered(of('page=2'))).toBe(false);
    expect(isFiltered(of('who=ada'))).toBe(true);
  });
});

it.each([
  ['30m', 1_800_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
  ['7w', null],
  ['', null],
])('%s lasts %s milliseconds', (last, length) => {
  expect(lengthOf(last)).toBe(length);
});

it('counts a length of time back from now, and takes two moments as they are', () => {
  expect(filterOf(of('last=1h&text=+x+'), 10_000_000)).toEqual({ text: 'x', from: 6_400_000 });
  expect(filterOf(of('from=5&until=6&on=run'), 1)).toEqual({ from: 5, until: 6, subjectKind: 'run' });
});

it.each([
  ['fail', 'run'],
  ['take-over', 'run'],
  ['rotate token', 'client'],
  ['import client', 'client'],
  ['pause cell', 'cell'],
  ['change environment', 'environment'],
  ['something new', 'other'],
])('%s is done to a %s', (act, subject) => {
  expect(auditSubjectOf(act)).toBe(subject);
});

it('says acts and states of runs as the rest of the console does', () => {
  expect(actWords('take-over')).toBe('Take over');
  expect(stateWords({ subjectKind: 'run' }, 'waiting-for-engineer')).toBe('Waiting for engineer');
  expect(stateWords({ subjectKind: 'client' }, 'working')).toBe('working');
});

it('sets the settings of an environment side by side', () => {
  expect(
    changesOf({ subjectKind: 'environment', before: 'a: 1\nurl: https://x: y', after: 'a: 2\nb: 3' }),
  ).toEqual([
    { name: 'a', before: '1', after: '2' },
    { name: 'url', before: 'https://x: y', after: null },
    { name: 'b', before: null, after: '3' },
  ]);
  expect(changesOf({ subjectKind: 'environment', before: 'at work', after: 'x at work' })).toEqual([
    { name: '', before: 'at work', after: 'x at work' },
  ]);
});

it('leads to the page of the subject', () => {
  expect(pageOf({ subjectKind: 'run', subject: 'a/b' })).toBe('#/runs/a%2Fb');
  expect(pageOf({ subjectKind: 'other', subject: 'x' })).toBeNull();
});
