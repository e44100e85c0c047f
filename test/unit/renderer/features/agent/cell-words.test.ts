import { describe, expect, it } from 'vitest';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { CELL_ACTIONS, CELL_MODES, type CellView } from '#shared/domain/agent-cell.ts';
import type { Hold } from '#shared/domain/hold.ts';
import {
  CONDITION_WORDS,
  conditionOf,
  countConditions,
  headline,
  whyNotControl,
  withHolds,
  type ShownCell,
} from '#renderer/features/agent/cell-words.ts';
import { aCell } from '#test/support/a-cell.ts';

const aHold = (change: Partial<Hold> = {}): Hold => ({
  ...{ holdId: 1, region: 'us-east-1', actionType: null, who: 'ada', reason: 'INC-42', at: 1 },
  ...change,
});

it('finds the newest hold that covers a cell', () => {
  const cell = aCell({ region: 'us-east-1' });
  const elsewhere = aHold({ region: 'eu-west-1' });
  const older = aHold({ holdId: 2, region: null, actionType: actionTypeKey(cell.actionTypeId) });
  expect(withHolds([cell], [elsewhere, aHold(), older])[0]?.hold?.holdId).toBe(1);
  expect(withHolds([cell], [elsewhere, older])[0]?.hold?.holdId).toBe(2);
  expect(withHolds([cell], [elsewhere])[0]?.hold).toBeUndefined();
});

describe('the condition of a cell', () => {
  it.each([
    [{ liveRuns: 2 }, 'busy'],
    [{ inHand: 1 }, 'busy'],
    [{}, 'idle'],
    [{ pace: 'waiting-for-slot', liveRuns: 2 }, 'full'],
    [{ mode: 'failing', liveRuns: 2 }, 'cut-off'],
    [{ mode: 'paused', liveRuns: 2 }, 'paused'],
    [{ hold: aHold(), liveRuns: 2 }, 'held'],
    [{ hold: aHold(), mode: 'failing' }, 'cut-off'],
    [{ hold: aHold(), mode: 'paused' }, 'paused'],
  ] as const)('tells busy, idle and cut off apart: %j is %s', (change, condition) => {
    expect(conditionOf({ ...aCell(), ...change })).toBe(condition);
  });

  it.each(CELL_MODES)('has words for %s', (mode) => {
    expect(CONDITION_WORDS[conditionOf(aCell({ mode }))].meaning).toMatch(/\.$/);
  });
});

describe('the headline', () => {
  const lost = aCell({ mode: 'failing' });
  it.each<[string, ShownCell[]]>([
    ['The agent polls nothing.', []],
    ['Cut off: no poll comes through; no run is in hand.', [lost, lost]],
    [
      'Partly cut off: no poll of 1 of 2 cells comes through; 3 runs are in hand.',
      [lost, aCell({ liveRuns: 3 })],
    ],
    ['Busy: 1 run is in hand.', [aCell({ liveRuns: 1 }), aCell()]],
    ['Idle: CodePipeline answers, and there is nothing to do.', [aCell()]],
    [
      'Held: nothing new is claimed; no run is in hand.',
      [aCell({ mode: 'paused' }), aCell({ mode: 'draining' })],
    ],
    ['Held: nothing new is claimed; no run is in hand.', [{ ...aCell(), hold: aHold() }]],
    [
      'Partly held: nothing new is claimed in 1 of 2 cells; 1 run is in hand.',
      [{ ...aCell(), hold: aHold() }, aCell({ liveRuns: 1 })],
    ],
    ['Starting: the first polls are under way.', [aCell({ mode: 'starting' })]],
  ])('is: %s', (sentence, cells) => {
    expect(headline(cells)).toBe(sentence);
  });
});

it('counts each condition with its cells, the worst first', () => {
  const cells = [aCell(), aCell({ region: 'eu-west-1' }), aCell({ region: 'us-west-2', mode: 'failing' })];
  expect(countConditions(cells).map(({ condition, keys }) => [condition, keys.length])).toEqual([
    ['cut-off', 1],
    ['idle', 2],
  ]);
});

describe('the switches', () => {
  const on = aCell();
  const paused = aCell({ mode: 'paused', switch: 'paused' });
  const drained = aCell({ mode: 'draining', switch: 'draining' });
  const ending = aCell({ mode: 'draining' });
  it.each<[string, CellView[], (string | null)[]]>([
    ['cells at work', [on], [null, null, 'Nothing chosen is paused or draining.', null]],
    ['paused cells', [paused], ['Everything chosen is paused already.', null, null, null]],
    ['drained cells', [drained], [null, 'Everything chosen is draining already.', null, null]],
    ['a mixture', [on, paused], [null, null, null, null]],
    ['an agent that ends', [ending], new Array<string>(4).fill('The agent is ending.')],
    ['nothing', [], new Array<string>(4).fill('There is no cell.')],
  ])('are offered for %s only where they change something', (_what, cells, reasons) => {
    expect(CELL_ACTIONS.map((action) => whyNotControl(action, cells))).toEqual(reasons);
  });
});
