import type { ArtifactStore } from '#main/agent/ports.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';

/** A bucket: `keys` are the objects in it. `trouble` is thrown by every look while it is set. */
export interface FakeArtifacts extends ArtifactStore {
  readonly keys: Set<string>;
  readonly looks: string[];
  trouble: ActionDeskError | null;
  /** While it is set, no look is answered before its signal is aborted. */
  hangs: boolean;
}

export function createFakeArtifacts(): FakeArtifacts {
  const fake: FakeArtifacts = {
    ...{ keys: new Set<string>(), looks: [], trouble: null, hangs: false },
    exists: async ({ key }, access, signal) => {
      await access.credentials();
      fake.looks.push(key);
      if (fake.hangs) {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        throw new ActionDeskError('unreachable', 'HEAD was given up', { retryable: true });
      }
      if (fake.trouble) throw fake.trouble;
      return fake.keys.has(key);
    },
    fetch: () => Promise.reject(new Error('nothing is fetched here')),
    upload: () => Promise.reject(new Error('nothing is uploaded here')),
  };
  return fake;
}
