import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { preferencesSchema, type Preferences, type PreferencesChange } from '#shared/domain/preferences.ts';
import { useAnswer } from './queries.ts';
import { request } from './request.ts';

const DEFAULTS = preferencesSchema.parse({});

/**
 * The preferences, and the way to change some of them. A change shows at once and goes back when it cannot be written; the
 * promise rejects then. The defaults stand in until the file has been read.
 */
export function usePreferences(): {
  preferences: Preferences;
  changePreferences: (change: PreferencesChange) => Promise<void>;
} {
  const queries = useQueryClient();
  const answer = useAnswer('preferences.get', null);
  const changePreferences = useCallback(
    async (change: PreferencesChange) => {
      const key = ['preferences.get', null];
      const before = queries.getQueryData<Preferences>(key);
      queries.setQueryData(key, { ...(before ?? DEFAULTS), ...change });
      try {
        queries.setQueryData(key, await request('preferences.change', change));
      } catch (thrown) {
        queries.setQueryData(key, before);
        throw thrown;
      }
    },
    [queries],
  );
  return { preferences: answer.data ?? DEFAULTS, changePreferences };
}
