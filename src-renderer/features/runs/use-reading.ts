import { useEffect, useRef, useState, type RefObject } from 'react';

const POINTER_REST_MS = 6000;
const SCROLLED_PX = 60;

/**
 * Whether somebody is reading inside the element: the pointer moved over it within the last seconds, something in it
 * has the focus, or the page is scrolled down. A pointer that merely rests there does not count: it may have been
 * forgotten, or the window may have opened beneath it.
 */
export function useReading(area: RefObject<HTMLElement | null>): boolean {
  const [pointing, setPointing] = useState(false);
  const [focused, setFocused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const abort = new AbortController();
    const { signal } = abort;
    const rest = (): void => setPointing(false);
    // Header and filter are not what is being read.
    const inRows = (event: Event): boolean =>
      event.target instanceof Element && !!event.target.closest('tbody');
    element.addEventListener(
      'pointermove',
      (event) => {
        if (!inRows(event)) return;
        setPointing(true);
        clearTimeout(timer.current);
        timer.current = setTimeout(rest, POINTER_REST_MS);
      },
      { signal },
    );
    element.addEventListener('pointerleave', rest, { signal });
    element.addEventListener('focusin', (event) => setFocused(inRows(event)), { signal });
    element.addEventListener('focusout', () => setFocused(false), { signal });
    addEventListener('scroll', () => setScrolled(scrollY > SCROLLED_PX), { signal, passive: true });
    return () => {
      abort.abort();
      clearTimeout(timer.current);
    };
  }, [area]);
  return pointing || focused || scrolled;
}
