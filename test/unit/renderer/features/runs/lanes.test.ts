import { describe, expect, it } from 'vitest';
import { LANE_STATES, RUN_LANES } from '#shared/domain/run-lanes.ts';
import { isFinal, RUN_STATES } from '#shared/domain/run-state.ts';
import { LANE_WORDS, laneNamed } from '#renderer/features/runs/lanes.ts';

describe('lanes', () => {
  it('holds every state in exactly one of the lanes of states beside All and Failed', () => {
    const others = RUN_LANES.filter((lane) => lane !== 'all' && lane !== 'failed');
    for (const state of RUN_STATES) {
      expect(others.filter((lane) => LANE_STATES[lane]?.includes(state))).toHaveLength(1);
    }
  });

  it('calls no lane urgent that holds runs which are over', () => {
    const urgent = RUN_LANES.filter((lane) => LANE_WORDS[lane].urgent !== null);
    expect(urgent).toHaveLength(5);
    expect(urgent.flatMap((lane) => LANE_STATES[lane] ?? []).some(isFinal)).toBe(false);
  });

  it.each([
    ['at-risk', 'at-risk'],
    ['with-engineer', 'waiting-for-you'],
    ['constructor', 'all'],
    [null, 'all'],
  ])('leads from the name %s to %s', (name, lane) => {
    expect(laneNamed(name)).toBe(lane);
  });
});
