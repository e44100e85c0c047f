import { describe, expect, it } from 'vitest';
import { CELL_MODES } from '#shared/domain/agent-cell.ts';
import { cellWords, controlsFor, modeSummary } from '#renderer/features/agent/cell-words.ts';

describe('the words of a cell', () => {
  it('tells busy, idle and cut off apart', () => {
    const labels = [
      cellWords({ mode: 'polling', inHand: 2 }),
      cellWords({ mode: 'polling', inHand: 0 }),
      cellWords({ mode: 'failing', inHand: 0 }),
    ].map(({ label }) => label);
    expect(labels).toEqual(['Polling, busy', 'Polling, idle', 'Cut off']);
  });

  it.each(CELL_MODES)('explains %s', (mode) => {
    expect(cellWords({ mode, inHand: 0 }).sentence).toMatch(/\.$/);
  });

  it('sums up the modes, commonest first', () => {
    expect(modeSummary([{ mode: 'paused' }, { mode: 'polling' }, { mode: 'polling' }])).toBe(
      'Polling 2 · Paused 1',
    );
  });

  it.each([
    [['paused'], { pause: false, resume: true }],
    [['polling', 'paused'], { pause: true, resume: true }],
    [['no-credentials'], { pause: true, resume: false }],
    [[], { pause: false, resume: false }],
  ] as const)('offers only what changes something for %j', (modes, controls) => {
    expect(controlsFor(modes.map((mode) => ({ mode })))).toEqual(controls);
  });
});
