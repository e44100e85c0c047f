import { useSyncExternalStore } from 'react';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const notify of listeners) notify();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time in epoch milliseconds, renewed each second by one timer for the whole window. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, present);
}

/**
 * The time, for a component that shows little of it: it renders again only when what `shown` makes of the time has changed
 * (compared by value), so that a hundred lines saying `3 h ago` cost nothing each second.
 */
export function useNowFor(shown: (now: number) => string | number | null): number {
  useSyncExternalStore(subscribe, () => shown(present()));
  return present();
}

// While nobody listens the value must still be stable within one render.
function present(): number {
  if (listeners.size === 0) now = Math.floor(Date.now() / TICK_MS) * TICK_MS;
  return now;
}
