import { useDeferredValue, useEffect, useState, type RefObject } from 'react';
import { MOST_MATCHES, rangeOf, textMatches } from './text-matches.ts';

/** Looking for a text in what is on screen of a run. */
export interface Finding {
  readonly open: boolean;
  readonly query: string;
  /** What folded parts are asked for; follows `query` when there is time. */
  readonly deferred: string;
  readonly count: number;
  /** More matches than are counted. */
  readonly more: boolean;
  /** The match that is shown, from 0. */
  readonly at: number;
  readonly show: () => void;
  readonly close: () => void;
  readonly look: (query: string) => void;
  readonly step: (by: 1 | -1) => void;
}

const ALL = 'ad-find';
const CURRENT = 'ad-find-current';

function highlight(name: string, ranges: Range[]): void {
  // Missing where there is no layout, as in tests.
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

/** Keeps count and marks of the matches below `area` up to date, also while the run changes. */
export function useFind(area: RefObject<HTMLElement | null>): Finding {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [count, setCount] = useState(0);
  const deferred = useDeferredValue(open ? query.trim().toLowerCase() : '');

  useEffect(() => {
    const root = area.current;
    if (!root || deferred === '') {
      highlight(ALL, []);
      highlight(CURRENT, []);
      setCount(0);
      return;
    }
    const mark = (): void => {
      const matches = textMatches(root, deferred);
      setCount(matches.length);
      highlight(ALL, matches.map(rangeOf));
      const current = matches[Math.min(at, matches.length - 1)];
      highlight(CURRENT, current ? [rangeOf(current)] : []);
    };
    mark();
    const current = textMatches(root, deferred)[at];
    current?.node.parentElement?.scrollIntoView?.({ block: 'center' });
    const watcher = new MutationObserver(mark);
    watcher.observe(root, { childList: true, subtree: true, characterData: true });
    return () => {
      watcher.disconnect();
      highlight(ALL, []);
      highlight(CURRENT, []);
    };
  }, [area, deferred, at]);

  return {
    open,
    query,
    deferred,
    count,
    more: count >= MOST_MATCHES,
    at: Math.min(at, Math.max(0, count - 1)),
    show: () => setOpen(true),
    close: () => setOpen(false),
    look: (text) => {
      setQuery(text);
      setAt(0);
    },
    step: (by) => setAt((before) => (count === 0 ? 0 : (Math.min(before, count - 1) + by + count) % count)),
  };
}
