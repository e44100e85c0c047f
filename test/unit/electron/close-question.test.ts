import { expect, it, vi } from 'vitest';
import { createCloseQuestion } from '#main/electron/close-question.ts';

const nothing = (): void => undefined;

it('asks only while something is not stored', () => {
  const ask = vi.fn();
  const question = createCloseQuestion(ask, () => 0);
  expect(question.asks(nothing)).toBe(false);
  question.setUnsaved(true);
  expect(question.asks(nothing)).toBe(true);
  question.setUnsaved(false);
  expect(question.asks(nothing)).toBe(false);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('lets a second try through where the window does not answer, but no double click', () => {
  let now = 1_000;
  const question = createCloseQuestion(nothing, () => now);
  question.setUnsaved(true);
  expect(question.asks(nothing)).toBe(true);
  now += 400;
  expect(question.asks(nothing)).toBe(true);
  now += 1_500;
  expect(question.asks(nothing)).toBe(false);
});

it('asks anew after a person stayed, and does nothing of what was asked for', () => {
  const goOn = vi.fn();
  const question = createCloseQuestion(nothing, () => 0);
  question.setUnsaved(true);
  question.asks(goOn);
  question.setUnsaved(true);
  expect(question.asks(goOn)).toBe(true);
  expect(goOn).not.toHaveBeenCalled();
});

it('goes on once with what was asked for when nothing is left to store', () => {
  const goOn = vi.fn();
  const question = createCloseQuestion(nothing, () => 0);
  question.setUnsaved(true);
  question.asks(goOn);
  question.setUnsaved(false);
  question.setUnsaved(false);
  expect(goOn).toHaveBeenCalledTimes(1);
  expect(question.asks(goOn)).toBe(false);
});
