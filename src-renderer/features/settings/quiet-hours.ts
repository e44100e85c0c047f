import type { Preferences } from '#shared/domain/preferences.ts';

/** Quiet hours as they are typed. */
export interface QuietDraft {
  on: boolean;
  from: string;
  until: string;
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is proposed to somebody who has none yet. */
export function quietDraft(quiet: Preferences['notifications']['quiet']): QuietDraft {
  return { on: quiet !== null, from: quiet?.from ?? '22:00', until: quiet?.until ?? '07:00' };
}

/** The quiet hours as they are stored, or one sentence for each field at fault. */
export function quietOfDraft(
  draft: QuietDraft,
):
  | { ok: true; quiet: Preferences['notifications']['quiet'] }
  | { ok: false; errors: { from?: string; until?: string } } {
  if (!draft.on) return { ok: true, quiet: null };
  const { from, until } = draft;
  const errors = {
    ...(TIME_OF_DAY.test(from) ? {} : { from: 'From: expected a time of day like 22:00.' }),
    ...(TIME_OF_DAY.test(until) ? {} : { until: 'Until: expected a time of day like 07:00.' }),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  if (from === until) return { ok: false, errors: { until: 'Until: expected another time than the first.' } };
  return { ok: true, quiet: { from, until } };
}
