import { expect, it } from 'vitest';
import { quietDraft, quietOfDraft } from '#renderer/features/settings/quiet-hours.ts';
import { configurationOf } from '#renderer/features/settings/try-configuration.ts';

it.each([
  [
    { on: false, from: 'x', until: '' },
    { ok: true, quiet: null },
  ],
  [
    { on: true, from: '22:00', until: '07:00' },
    { ok: true, quiet: { from: '22:00', until: '07:00' } },
  ],
  [
    { on: true, from: '24:00', until: '07:00' },
    { ok: false, errors: { from: 'From: expected a time of day like 22:00.' } },
  ],
  [
    { on: true, from: '22:00', until: '7' },
    { ok: false, errors: { until: 'Until: expected a time of day like 07:00.' } },
  ],
  [
    { on: true, from: '22:00', until: '22:00' },
    { ok: false, errors: { until: 'Until: expected another time than the first.' } },
  ],
])('quiet hours typed as %o are %o', (draft, outcome) => {
  expect(quietOfDraft(draft)).toEqual(outcome);
});

it('proposes the night to somebody without quiet hours', () => {
  expect(quietDraft(null)).toEqual({ on: false, from: '22:00', until: '07:00' });
});

it.each([
  ['', { ok: true, configuration: {} }],
  [
    'Plan=peak\n\n Url = https://x/?a=b ',
    { ok: true, configuration: { Plan: 'peak', Url: 'https://x/?a=b' } },
  ],
  [
    'Plan=peak\nnonsense',
    { ok: false, sentence: 'Line 2: expected Name=value, the name of 1 to 50 characters.' },
  ],
  ['=x', { ok: false, sentence: 'Line 1: expected Name=value, the name of 1 to 50 characters.' }],
])('a configuration typed as %j is %o', (text, outcome) => {
  expect(configurationOf(text)).toEqual(outcome);
});
