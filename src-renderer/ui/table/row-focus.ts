import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

const rowOf = (element: Element | null): string | null =>
  element?.closest('tr')?.querySelector<HTMLInputElement>('input[data-tick]')?.dataset['tick'] ?? null;

/**
 * Keeps the focus from passing to another row where a row that has gone leaves its place in the page to one that comes: then the
 * table itself takes it, so that the next key does nothing to a row that nobody chose. Answers what the body listens with.
 */
export function useRowFocus(
  table: RefObject<HTMLTableElement | null>,
  ids: readonly string[],
): { onFocus: (event: FocusEvent) => void } {
  const chosen = useRef<string | null>(null);
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (!focused || focused === table.current || !table.current?.tBodies[0]?.contains(focused)) return;
    if (rowOf(focused) !== chosen.current) table.current.focus({ preventScroll: true });
  }, [ids, table]);
  return {
    onFocus: ({ target }) => {
      chosen.current = rowOf(target);
    },
  };
}
