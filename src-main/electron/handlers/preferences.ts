import type { Handlers } from '../answer-request.ts';
import type { PreferencesFile } from '../preferences-file.ts';

/** What one person chose on this machine. */
export function preferencesHandlers(
  file: PreferencesFile,
): Pick<Handlers, 'preferences.get' | 'preferences.change'> {
  return {
    'preferences.get': () => Promise.resolve(file.all()),
    'preferences.change': (change) => file.change(change),
  };
}
