import { describe, expect, it } from 'vitest';
import { RUN_STATES, waitsForHuman } from '#shared/domain/run-state.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';

describe('runStateWords', () => {
  it('gives every state its own label', () => {
    const labels = RUN_STATES.map((state) => runStateWords(state).label);
    expect(new Set(labels).size).toBe(RUN_STATES.length);
  });

  it.each(RUN_STATES)('explains %s in one whole sentence', (state) => {
    expect(runStateWords(state).sentence).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('never shows a state that waits for a person as one that goes on by itself', () => {
    for (const state of RUN_STATES.filter(waitsForHuman)) {
      expect(runStateWords(state).indicator).not.toMatch(/in-progress|pending|success/);
    }
  });
});
