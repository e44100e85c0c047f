import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { preferencesSchema, type Preferences, type PreferencesChange } from '#shared/domain/preferences.ts';

/** The preferences across sessions. */
export interface PreferencesFile {
  all(): Preferences;
  /** Resolves when the change is on the disk; throws `internal`, with nothing changed, when it cannot be written. */
  change(change: PreferencesChange): Promise<Preferences>;
  /** Answers a function that ends the subscription. */
  subscribe(listener: (preferences: Preferences) => void): () => void;
}

/** Opens `file`. Each entry that cannot be read falls back to its default: none is worth a refusal to start. */
export function openPreferencesFile(file: string): PreferencesFile {
  let present = read(file);
  let writing: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(preferences: Preferences) => void>();

  async function write(change: PreferencesChange): Promise<Preferences> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const next = preferencesSchema.parse({ ...present, ...Object.fromEntries(given) });
    try {
      await writeFileAtomic(file, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new ActionDeskError('internal', `The preferences could not be written: ${why}`, {
        retryable: true,
        cause: thrown,
      });
    }
    present = next;
    for (const listener of listeners) listener(next);
    return next;
  }

  return {
    all: () => present,
    change(change) {
      const written = writing.then(() => write(change));
      writing = written.catch(() => undefined);
      return written;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(file: string): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return preferencesSchema.parse({});
  }
  if (typeof stored !== 'object' || stored === null) return preferencesSchema.parse({});
  const { shape } = preferencesSchema;
  const readable = Object.entries(stored).filter(
    ([key, value]) => Object.hasOwn(shape, key) && shape[key as keyof typeof shape].safeParse(value).success,
  );
  return preferencesSchema.parse(Object.fromEntries(readable));
}
