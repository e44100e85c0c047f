import type { RuntimeEvent } from './runtime.ts';

type Changed = Extract<RuntimeEvent, { kind: 'artifacts-changed' }>;
type What = 'listings' | 'comparisons' | 'tasks';

/** At most five times a second: a listing has thousands of news in that time. */
const DELAY_MS = 200;

/** Gathers what moved among artifacts and tells it in one piece. */
export interface ArtifactChanges {
  add(what: What, id: string): void;
  stop(): void;
}

/** The first news begins the wait, so that a steady stream is passed on and not held back. */
export function createArtifactChanges(emit: (event: Changed) => void): ArtifactChanges {
  const moved = { listings: new Set<string>(), comparisons: new Set<string>(), tasks: new Set<string>() };
  let timer: NodeJS.Timeout | null = null;
  const tell = (): void => {
    timer = null;
    const event: Changed = {
      kind: 'artifacts-changed',
      listings: [...moved.listings],
      comparisons: [...moved.comparisons],
      tasks: [...moved.tasks],
    };
    for (const ids of Object.values(moved)) ids.clear();
    emit(event);
  };
  return {
    add(what, id) {
      moved[what].add(id);
      timer ??= setTimeout(tell, DELAY_MS);
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
