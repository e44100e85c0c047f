import { useEffect, type RefObject } from 'react';

type Part = RefObject<HTMLElement | null>;

/** Scrolls the parts sideways together: each follows whichever was moved, also where the focus moved it. */
export function useSideScroll(head: Part, body: Part, bar: Part): void {
  useEffect(() => {
    const parts = [head, body, bar].flatMap(({ current }) => current ?? []);
    const abort = new AbortController();
    const follow = (event: Event): void => {
      const moved = event.currentTarget;
      if (!(moved instanceof HTMLElement)) return;
      for (const part of parts) if (part.scrollLeft !== moved.scrollLeft) part.scrollLeft = moved.scrollLeft;
    };
    for (const part of parts)
      part.addEventListener('scroll', follow, { signal: abort.signal, passive: true });
    return () => abort.abort();
  }, [head, body, bar]);
}

/** Keeps an element's height in a custom property of another, for what sticks below it. */
export function useHeightAs(element: Part, holder: Part, property: string): void {
  useEffect(() => {
    const measured = element.current;
    // A simulated page has no layout to watch.
    if (!measured || typeof ResizeObserver === 'undefined') return;
    const watch = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      holder.current?.style.setProperty(property, `${height}px`);
    });
    watch.observe(measured);
    return () => watch.disconnect();
  }, [element, holder, property]);
}
