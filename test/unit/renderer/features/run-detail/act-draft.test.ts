import { describe, expect, it } from 'vitest';
import { actOfDraft, draftFor } from '#renderer/features/run-detail/acts/act-draft.ts';
import { FAILURE_WORDS, isSuggestion } from '#renderer/features/run-detail/acts/act-words.ts';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { aRunDetail } from '../../a-run.ts';

const draft = draftFor(aRunDetail());

describe('actOfDraft', () => {
  it('leaves empty optional fields out', () => {
    expect(actOfDraft('progress', { ...draft, percent: '55', summary: '  ' })).toEqual({
      ok: true,
      act: { kind: 'progress', percentComplete: 55 },
    });
  });

  it.each(['', '101', '4.5', '-1', 'half'])('names the percent field for "%s"', (percent) => {
    const built = actOfDraft('progress', { ...draft, percent });
    expect(built.ok ? null : built.errors.percent).toBe('Percent: expected a whole number from 0 to 100.');
  });

  it.each([
    ['   ', 'Message: expected a text that tells the customer what to do.'],
    ['x'.repeat(5001), 'Message: expected at most 5,000 characters.'],
  ])('names the message field when it cannot be sent', (message, sentence) => {
    const built = actOfDraft('fail', { ...draft, message });
    expect(built.ok ? null : built.errors.message).toBe(sentence);
  });

  it('names summary and execution id when they are too long', () => {
    const built = actOfDraft('complete', {
      ...draft,
      summary: 'x'.repeat(2049),
      externalExecutionId: 'x'.repeat(1501),
    });
    expect(built.ok ? [] : Object.keys(built.errors).sort()).toEqual(['externalExecutionId', 'summary']);
  });
});

describe('suggested failure texts', () => {
  it.each(FAILURE_TYPES)('has one for %s that may be replaced by another', (type) => {
    expect(isSuggestion(FAILURE_WORDS[type].suggestion)).toBe(true);
  });

  it('never replaces what a person has typed', () => {
    expect(isSuggestion('Our certificate ran out.')).toBe(false);
  });
});
