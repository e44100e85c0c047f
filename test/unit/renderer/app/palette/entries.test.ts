import { describe, expect, it } from 'vitest';
import { agentEntries } from '#renderer/app/palette/agent-entries.ts';
import { entriesFor, looksLikeId, type PaletteEntry } from '#renderer/app/palette/entries.ts';
import { environmentEntries, PAGE_ENTRIES, viewEntries } from '#renderer/app/palette/page-entries.ts';
import { keepRecent, recentPages } from '#renderer/app/palette/recent.ts';
import { runEntries } from '#renderer/app/palette/run-entries.ts';
import { CHANNEL_SAMPLES } from '#test/unit/electron/channel-samples.ts';

const labels = (entries: readonly PaletteEntry[], text: string): string[] =>
  entriesFor(entries, text).flatMap((group) => group.entries.map(({ label }) => label));

const entry = (label: string, change: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id: label,
  group: 'Go to',
  label,
  to: '/runs',
  ...change,
});

describe('entriesFor', () => {
  it.each([
    ['a part of the label', 'unt', ['Runs of the country']],
    ['a word that is only known', 'cron', ['Schedule']],
    ['words in any order and case', 'COUNTRY runs', ['Runs of the country']],
    ['letters without their marks', 'munchen', ['München']],
    ['nothing for what fits none', 'zzz', []],
  ])('finds by %s', (_how, text, found) => {
    const entries = [entry('Runs of the country'), entry('Schedule', { words: 'cron' }), entry('München')];
    expect(labels(entries, text)).toEqual(found);
  });

  it('puts what begins with the text before what merely holds it', () => {
    expect(labels([entry('Overrun'), entry('All runs'), entry('Runs')], 'run')).toEqual([
      'Runs',
      'All runs',
      'Overrun',
    ]);
  });

  it('keeps the order of the groups and leaves empty ones out', () => {
    const entries = [entry('Theme', { group: 'More' }), entry('Agent'), entry('Fail', { group: 'This run' })];
    expect(entriesFor(entries, 'a').map(({ group }) => group)).toEqual(['This run', 'Go to']);
  });

  it('begins with what changes nothing while nothing is typed', () => {
    const entries = [entry('Theme', { group: 'More' }), entry('Agent'), entry('Fail', { group: 'This run' })];
    const groups = (all: readonly PaletteEntry[]) => entriesFor(all, '').map(({ group }) => group);
    expect(groups(entries)).toEqual(['Go to', 'This run', 'More']);
    const recent = entry('Runs', { id: 'recent', group: 'Recent' });
    expect(groups([...entries, recent])).toEqual(['Recent', 'This run', 'Go to', 'More']);
  });

  it('shows what was opened lately only while nothing is searched for', () => {
    const entries = [entry('Runs'), entry('Runs', { id: 'recent', group: 'Recent' })];
    expect(labels(entries, '')).toHaveLength(2);
    expect(labels(entries, 'runs')).toHaveLength(1);
  });
});

describe('looksLikeId', () => {
  it.each([
    ['11112222-3333-4444-5555-666677778888', true],
    ['  153240 ', true],
    ['team/nightly:42', true],
    ['contoso', false],
    ['load test 42', false],
    ['42', false],
  ])('%j: %s', (text, is) => {
    expect(looksLikeId(text)).toBe(is);
  });
});

describe('the entries', () => {
  it('have ids of their own', () => {
    const all = [
      ...PAGE_ENTRIES,
      ...viewEntries([{ name: 'Mine', parameters: 'lane=failed' }]),
      ...agentEntries([], () => undefined, null),
      ...environmentEntries(CHANNEL_SAMPLES['environments.list'].answer, () => undefined),
      ...runEntries(CHANNEL_SAMPLES['runs.get'].answer, {
        act: () => undefined,
        copy: () => undefined,
        export: () => undefined,
      }),
    ].map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    [[], 'No cell is set up.', 'No cell is set up.'],
    [[{ switch: 'paused' }], 'Every cell is paused.', null],
    [[{ switch: 'on' }], null, 'Every cell is on.'],
    [[{ switch: 'on' }, { switch: 'paused' }], null, null],
  ] as const)('say why %j cannot be paused or resumed', (cells, pause, resume) => {
    const entries = agentEntries(cells, () => undefined, null);
    expect(entries.find(({ id }) => id === 'agent pause')?.why ?? null).toBe(pause);
    expect(entries.find(({ id }) => id === 'agent resume')?.why ?? null).toBe(resume);
  });

  it('offer each act on a run with the reason why it cannot work', () => {
    const detail = CHANNEL_SAMPLES['runs.get'].answer;
    const over = runEntries(
      { ...detail, run: { ...detail.run, state: 'succeeded' } },
      { act: () => undefined, copy: () => undefined, export: () => undefined },
    );
    const fail = over.find(({ id }) => id === 'run act fail');
    expect(fail?.why).toContain('The run is over');
    expect(over.find(({ id }) => id === 'run copy link')?.why).toBeUndefined();
  });

  it('name the environment at work as where one is', () => {
    const [first] = environmentEntries(
      [{ name: 'staging', builtIn: false, active: true, definition: null }],
      () => undefined,
    );
    expect(first?.why).toBe('You work here now.');
  });
});

describe('recent pages', () => {
  it('are the last six, the latest first, each once', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'c']) {
      keepRecent('staging', localStorage, entry(name, { to: `/${name}` }));
    }
    expect(recentPages('staging', localStorage).map(({ label }) => label)).toEqual([
      ...['c', 'g', 'f', 'e', 'd', 'b'],
    ]);
    expect(recentPages('production', localStorage)).toEqual([]);
  });

  it('leave acts out, and live with anything in their place', () => {
    keepRecent('acts', localStorage, entry('Pause', { to: () => undefined }));
    expect(recentPages('acts', localStorage)).toEqual([]);
    localStorage.setItem('action-desk.recent.bad', '{"no":"list"');
    expect(recentPages('bad', localStorage)).toEqual([]);
  });
});
