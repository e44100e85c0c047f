import { useEffect, useEffectEvent, useRef, type ReactElement, type ReactNode } from 'react';
import { FindBar } from './find-bar.tsx';
import { FindContext } from './found.ts';
import { useFind } from './use-find.ts';

/**
 * A part of the window that can be searched with Ctrl/Cmd+F; folded parts in it unfold where they hold the text. `children`
 * are given the function that opens the search.
 */
export function Findable({ children }: { children: (find: () => void) => ReactNode }): ReactElement {
  const area = useRef<HTMLDivElement>(null);
  const finding = useFind(area);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.key.toLowerCase() !== 'f' ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return;
    if (document.querySelector('[role="dialog"]')) return;
    event.preventDefault();
    if (finding.open) document.querySelector<HTMLInputElement>('[data-testid="find-field"]')?.select();
    else finding.show();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <FindContext value={finding.deferred}>
      {finding.open && <FindBar finding={finding} />}
      <div ref={area}>{children(finding.show)}</div>
    </FindContext>
  );
}
