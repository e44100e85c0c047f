import { useRef } from 'react';

/**
 * A number for each row that it keeps as long as it is shown. A row that comes takes the number of one that has gone, the
 * topmost first: drawn under it as key, its content is written into what is there, which costs half of removing and making.
 */
export function slotsAfter(before: ReadonlyMap<string, number>, ids: readonly string[]): Map<string, number> {
  const coming = new Set(ids);
  const free = [...before].filter(([id]) => !coming.has(id)).map(([, slot]) => slot);
  let highest = Math.max(-1, ...before.values());
  let taken = 0;
  return new Map(ids.map((id) => [id, before.get(id) ?? free[taken++] ?? ++highest]));
}

/** The rows' numbers from one drawing to the next; `ids` are each there once. */
export function useSlots(ids: readonly string[]): readonly number[] {
  const slots = useRef<ReadonlyMap<string, number>>(new Map());
  const next = slotsAfter(slots.current, ids);
  slots.current = next;
  return [...next.values()];
}
