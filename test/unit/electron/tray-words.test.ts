import { describe, expect, it } from 'vitest';
import { trayMenu, trayTooltip, type TrayFacts } from '#main/electron/tray-words.ts';

const facts = (change: Partial<TrayFacts> = {}): TrayFacts => ({
  environment: 'production',
  lanes: { 'needs-token': 2, 'at-risk': 1, 'waiting-for-you': 0 },
  calling: 3,
  cells: [{ switch: 'on' }, { switch: 'paused' }],
  ...change,
});

describe('trayTooltip', () => {
  it('names the environment and what calls', () => {
    expect(trayTooltip(facts())).toBe('Action Desk – production\nNeeds token: 2, At risk: 1');
  });

  it('says that nothing waits, and that nothing is at work', () => {
    const none = { 'needs-token': 0, 'at-risk': 0, 'waiting-for-you': 0 };
    expect(trayTooltip(facts({ lanes: none }))).toContain('nothing waits for a person');
    expect(trayTooltip(facts({ lanes: null }))).toContain('not at work');
  });
});

describe('trayMenu', () => {
  const entry = (given: TrayFacts, kind: string) =>
    trayMenu(given).find(({ choice }) => choice?.kind === kind);

  it('leads each count to its lane', () => {
    const lanes = trayMenu(facts()).filter(({ choice }) => choice?.kind === 'go');
    expect(lanes.map(({ label, choice }) => [label, choice])).toEqual([
      ['Needs token: 2', { kind: 'go', path: '/runs?lane=needs-token' }],
      ['At risk: 1', { kind: 'go', path: '/runs?lane=at-risk' }],
      ['Waiting for you: 0', { kind: 'go', path: '/runs?lane=waiting-for-you' }],
    ]);
  });

  it.each([
    ['some cells on', [{ switch: 'on' }, { switch: 'paused' }], true, true],
    ['all on', [{ switch: 'on' }], true, false],
    ['all paused', [{ switch: 'paused' }], false, true],
    ['draining ones', [{ switch: 'draining' }], true, true],
    ['no cells', [], false, false],
  ] as const)('offers pause and resume where they can work: %s', (_case, cells, pause, resume) => {
    expect(entry(facts({ cells }), 'pause')?.enabled).toBe(pause);
    expect(entry(facts({ cells }), 'resume')?.enabled).toBe(resume);
  });

  it('counts nothing without an environment at work, and can still be opened and quit', () => {
    const idle = facts({ lanes: null, cells: [] });
    expect(entry(idle, 'go')).toMatchObject({ label: 'Needs token: –', enabled: false });
    expect(entry(idle, 'open')?.enabled).toBe(true);
    expect(entry(idle, 'quit')?.enabled).toBe(true);
  });
});
