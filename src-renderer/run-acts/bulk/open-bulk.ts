import { useSyncExternalStore } from 'react';

let open: string | null = null;
const listeners = new Set<() => void>();

/**
 * Shows the results of a bulk, or none with null. They belong to the window and not to the page: the rows that the bulk began
 * with may leave their table while it works.
 */
export function openBulk(bulkId: string | null): void {
  open = bulkId;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The bulk whose results are shown. */
export function useOpenBulk(): string | null {
  return useSyncExternalStore(subscribe, () => open);
}
