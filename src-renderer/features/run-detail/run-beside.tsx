import Button from '@cloudscape-design/components/button';
import { useEffect, useState, type CSSProperties, type ReactElement, type ReactNode } from 'react';
import { goTo } from '#renderer/ui/hash-location.ts';
import { BesideHandle } from './beside-handle.tsx';
import { fitted, rememberedPlace, rememberPlace, type BesidePlace } from './beside-place.ts';
import { RunView } from './run-detail-page.tsx';
import './run-beside.css';

const LINK = 'a[data-row-link]';

/** The run that a row's link leads to; null for what is no such link. */
function runOfLink(target: EventTarget | null): string | null {
  const link = target instanceof Element ? target.closest(LINK) : null;
  const id = /^#\/runs\/([^?]+)$/.exec(link?.getAttribute('href') ?? '')?.[1];
  return id === undefined ? null : decodeURIComponent(id);
}

function linkTo(runId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(
    `${LINK}[href="#/runs/${CSS.escape(encodeURIComponent(runId))}"]`,
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null;

/**
 * A list of runs with one of them opened beside it. Space on a row's link opens and closes the panel, the panel follows the
 * focus from row to row, Enter opens the page, Escape closes. Alt-click on a link opens the panel too.
 */
export function RunBeside({ children }: { children: ReactNode }): ReactElement {
  const [runId, setRunId] = useState<string | null>(null);
  const [place, setPlace] = useState<BesidePlace>(rememberedPlace);
  const { side } = place;
  const inner = side === 'bottom' ? innerHeight : innerWidth;
  const size = fitted(place[side], side, inner);
  const settle = (next: BesidePlace): void => {
    setPlace(next);
    rememberPlace(next);
  };
  const close = (): void => {
    if (runId !== null) linkTo(runId)?.focus();
    setRunId(null);
  };
  useEffect(() => {
    if (runId === null) return;
    const mark = (): void => {
      for (const row of document.querySelectorAll('tr[data-beside]')) row.removeAttribute('data-beside');
      linkTo(runId)?.closest('tr')?.setAttribute('data-beside', '');
    };
    mark();
    return () => {
      for (const row of document.querySelectorAll('tr[data-beside]')) row.removeAttribute('data-beside');
    };
  }, [runId]);
  const panelStyle = { '--ad-beside': `${size}px` } as CSSProperties;
  return (
    <div
      className={`ad-with-beside ad-with-beside-${runId === null ? 'none' : side}`}
      style={panelStyle}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && runId !== null && !event.defaultPrevented && !isTyping(event.target)) {
          event.preventDefault();
          close();
        }
      }}
    >
      {/* The links of the rows stay links: only what Space and Alt add is taken here. */}
      <div
        className="ad-beside-list"
        onKeyDown={(event) => {
          const id = event.key === ' ' ? runOfLink(event.target) : null;
          if (id === null) return;
          event.preventDefault();
          setRunId(id === runId ? null : id);
        }}
        onClick={(event) => {
          const id = event.altKey ? runOfLink(event.target) : openerOf(event.target);
          if (id === null) return;
          event.preventDefault();
          setRunId(id === runId ? null : id);
        }}
        onFocus={(event) => {
          const id = runOfLink(event.target);
          if (runId !== null && id !== null) setRunId(id);
        }}
      >
        {children}
      </div>
      {runId !== null && (
        <aside className="ad-beside" aria-label="Run beside the list" data-testid="run-beside">
          <BesideHandle
            side={side}
            size={size}
            onSize={(wanted) => settle({ ...place, [side]: fitted(wanted, side, inner) })}
          />
          <div className="ad-beside-content">
            <RunView
              id={runId}
              goToRun={setRunId}
              lead={
                <Button
                  variant="inline-link"
                  wrapText={false}
                  onClick={() => goTo(`/runs/${encodeURIComponent(runId)}`)}
                >
                  Open as page
                </Button>
              }
              trail={
                <>
                  <Button
                    variant="icon"
                    iconName={side === 'bottom' ? 'view-vertical' : 'view-horizontal'}
                    ariaLabel={
                      side === 'bottom' ? 'Put the panel to the right' : 'Put the panel at the bottom'
                    }
                    onClick={() => settle({ ...place, side: side === 'bottom' ? 'right' : 'bottom' })}
                  />
                  <Button variant="icon" iconName="close" ariaLabel="Close the panel" onClick={close} />
                </>
              }
            />
          </div>
        </aside>
      )}
    </div>
  );
}

/** The run of a row's own button for the panel. */
function openerOf(target: EventTarget | null): string | null {
  const opener = target instanceof Element ? target.closest<HTMLElement>('[data-open-beside]') : null;
  return opener?.dataset['openBeside'] ?? null;
}
