import { useEffect, useEffectEvent } from 'react';

type Ask = (go: () => void) => void;

let present: Ask | null = null;

const pageOf = (target: string): string => target.replace(/^#?\/?/, '').split('?')[0] ?? '';

/**
 * True where the window may go to `target` (a path of ours) at once. Else a person is asked, and `go` is called where they
 * agree. Another part of the same page loses nothing and is not asked about.
 */
export function mayGo(target: string, go: () => void): boolean {
  if (!present || pageOf(target) === pageOf(location.hash)) return true;
  present(go);
  return false;
}

/**
 * Asks before the page is left by a link, a key or a command, while `active`. A step back in the history cannot be asked
 * about: who guards something keeps it.
 */
export function useLeaveGuard(active: boolean, ask: Ask): void {
  const onAsk = useEffectEvent(ask);
  useEffect(() => {
    if (!active) return undefined;
    const guard: Ask = (go) => onAsk(go);
    present = guard;
    const onClick = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#/"]') : null;
      const target = link?.getAttribute('href');
      if (!target || mayGo(target, () => (location.hash = target))) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('click', onClick, true);
    return () => {
      if (present === guard) present = null;
      document.removeEventListener('click', onClick, true);
    };
  }, [active]);
}
