import { describe, expect, it } from 'vitest';
import { actOfDraft, draftFor } from '#renderer/run-acts/act-draft.ts';
import { FAILURE_WORDS, isSuggestion } from '#renderer/run-acts/act-words.ts';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { aRunDetail } from '../a-run.ts';

const { run } = aRunDetail();
const draft = draftFor(aRunDetail());

describe('actOfDraft', () => {
  it('leaves empty optional fields out', () => {
    expect(actOfDraft('progress', { ...draft, percent: '55', summary: '  ' }, run)).toEqual({
      ok: true,
      act: { kind: 'progress', percentComplete: 55 },
    });
  });

  it.each(['', '101', '4.5', '-1', 'half'])('names the percent field for "%s"', (percent) => {
    const built = actOfDraft('progress', { ...draft, percent }, run);
    expect(built.ok ? null : built.errors.percent).toBe('Percent: expected a whole number from 0 to 100.');
  });

  it.each([
    ['   ', 'Message: expected a text that tells the customer what to do.'],
    ['x'.repeat(5001), 'Message: expected at most 5,000 characters.'],
  ])('names the message field when it cannot be sent', (message, sentence) => {
    const built = actOfDraft('fail', { ...draft, message }, run);
    expect(built.ok ? null : built.errors.message).toBe(sentence);
  });

  it('names summary and execution id when they are too long', () => {
    const built = actOfDraft(
      'complete',
      {
        ...draft,
        summary: 'x'.repeat(2049),
        externalExecutionId: 'x'.repeat(1501),
      },
      run,
    );
    expect(built.ok ? [] : Object.keys(built.errors).sort()).toEqual(['externalExecutionId', 'summary']);
  });

  it('leaves each run of a bulk at its own percentage when none is given', () => {
    expect(actOfDraft('progress', { ...draft, percent: '' }, null)).toEqual({
      ok: true,
      act: { kind: 'progress' },
    });
  });

  it('takes named output variables and names the field when a name is not valid', () => {
    const variables = [
      { name: ' score ', value: '97' },
      { name: '', value: 'left out' },
    ];
    expect(actOfDraft('complete', { ...draft, variables }, run)).toMatchObject({
      act: { outputVariables: { score: '97' } },
    });
    const built = actOfDraft('complete', { ...draft, variables: [{ name: 'a b', value: '' }] }, run);
    expect(built.ok ? [] : Object.keys(built.errors)).toEqual(['variables']);
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
