import { expect, it } from 'vitest';
import { pick, walk } from '#renderer/features/agent/grid-walk.ts';

const size = { rows: 20, columns: 5 };

it.each([
  ['ArrowUp', false, { row: 1, column: 2 }],
  ['ArrowDown', false, { row: 3, column: 2 }],
  ['ArrowLeft', false, { row: 2, column: 1 }],
  ['ArrowRight', false, { row: 2, column: 3 }],
  ['Home', false, { row: 2, column: 0 }],
  ['End', false, { row: 2, column: 5 }],
  ['Home', true, { row: 0, column: 0 }],
  ['End', true, { row: 20, column: 5 }],
  ['PageUp', false, { row: 0, column: 2 }],
  ['PageDown', false, { row: 20, column: 2 }],
  ['x', false, null],
])('%s (with control: %s) leads to %j', (key, control, place) => {
  expect(walk({ row: 2, column: 2 }, key, control, size)).toEqual(place);
});

it.each([
  ['ArrowUp', { row: 0, column: 0 }],
  ['ArrowRight', { row: 20, column: 5 }],
])('%s stays inside', (key, corner) => {
  expect(walk(corner, key, false, size)).toEqual(corner);
});

it.each([
  [['a'], ['b'], false, ['b']],
  [['b'], ['b'], false, []],
  [['a'], ['b', 'c'], true, ['a', 'b', 'c']],
  [['a', 'b', 'c'], ['b', 'c'], true, ['a']],
  [['b'], ['b', 'c'], true, ['b', 'c']],
])('from %j, picking %j (beside: %s) selects %j', (selected, chosen, beside, after) => {
  expect(pick(selected, chosen, beside)).toEqual(after);
});
