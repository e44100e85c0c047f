import { describe, expect, it } from 'vitest';
import { isFinal, RUN_STATES } from '#shared/domain/run-state.ts';
import { laneCount, laneNamed, LANES } from '#renderer/features/runs/lanes.ts';

describe('lanes', () => {
  it('holds every state in exactly one lane beside All and Failed', () => {
    const others = LANES.filter((lane) => lane.name !== 'all' && lane.name !== 'failed');
    for (const state of RUN_STATES) {
      expect(others.filter((lane) => lane.states.includes(state))).toHaveLength(1);
    }
  });

  it('counts over its states and takes a missing count as none', () => {
    expect(laneCount(laneNamed('failed'), { failed: 3, expired: 2, working: 9 })).toBe(5);
    expect(laneCount(laneNamed('needs-token'), {})).toBe(0);
  });

  it('calls only lanes urgent that stand still without a person', () => {
    const urgent = LANES.filter((lane) => lane.urgent).flatMap((lane) => lane.states);
    expect(urgent).toEqual(['needs-token', 'waiting-for-engineer', 'with-engineer']);
    expect(urgent.some(isFinal)).toBe(false);
  });

  it('falls back to All for a name that is none', () => {
    expect(laneNamed('constructor').name).toBe('all');
    expect(laneNamed(null).name).toBe('all');
  });
});
