import { describe, expect, it } from 'vitest';
import type { RunSelection } from '#shared/domain/run.ts';
import {
  afterBoxes,
  allThatMatch,
  countOf,
  NOTHING,
  selectedAmong,
  underFilter,
} from '#renderer/features/runs/selection.ts';

const chosen = (...runIds: string[]): RunSelection => ({ kind: 'chosen', runIds });
const rows = (...ids: string[]) => ids.map((runId) => ({ runId }));
const match = { lane: 'failed' as const };

describe('the selection of runs', () => {
  it('keeps runs of other pages while boxes of this page change', () => {
    const after = afterBoxes(chosen('far', 'b'), ['a', 'b', 'c'], new Set(['a', 'c']));
    expect(after).toEqual(chosen('far', 'a', 'c'));
    expect(selectedAmong(after, rows('b', 'c', 'd'))).toEqual(rows('c'));
    expect(countOf(after, 99)).toBe(3);
  });

  it('takes single runs back from all that match, and gives them again', () => {
    const without = afterBoxes(allThatMatch(match), ['a', 'b'], new Set(['b']));
    expect(without).toEqual({ kind: 'matching', match, except: ['a'] });
    expect(selectedAmong(without, rows('a', 'b', 'new'))).toEqual(rows('b', 'new'));
    expect(countOf(without, 40)).toBe(39);
    expect(afterBoxes(without, ['a', 'b'], new Set(['a', 'b']))).toEqual(allThatMatch(match));
  });

  it('ends all that match with its filter and keeps chosen runs under every filter', () => {
    expect(underFilter(allThatMatch(match), { lane: 'failed' })).toEqual(allThatMatch(match));
    expect(underFilter(allThatMatch(match), {})).toBe(NOTHING);
    expect(underFilter(chosen('a'), {})).toEqual(chosen('a'));
  });

  it('stops at 5,000 chosen runs', () => {
    const many = Array.from({ length: 6000 }, (_, n) => `r${n}`);
    expect(countOf(afterBoxes(NOTHING, many, new Set(many)), 0)).toBe(5000);
  });
});
