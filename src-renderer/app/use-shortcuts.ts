import { useEffect, useEffectEvent } from 'react';
import { goTo } from '#renderer/ui/hash-location.ts';
import { shortcutOf } from './shortcuts.ts';

const SEQUENCE_MS = 1000;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>('[data-testid="filter"] input')?.focus();
}

function stepRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
}

/** The window's keyboard shortcuts; they rest while somebody types or a dialog is open. */
export function useShortcuts(onHelp: () => void): void {
  const help = useEffectEvent(onHelp);
  useEffect(() => {
    let before: { key: string; at: number } | null = null;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      const recent = before && event.timeStamp - before.at < SEQUENCE_MS ? before.key : null;
      before = { key: event.key, at: event.timeStamp };
      const act = shortcutOf(event.key, recent);
      if (!act) return;
      event.preventDefault();
      before = null;
      if (act.kind === 'go') goTo(act.path);
      else if (act.kind === 'row') stepRow(act.step);
      else if (act.kind === 'help') help();
      else if (location.hash.startsWith('#/runs') && !location.hash.startsWith('#/runs/')) focusFilter();
      else {
        goTo('/runs');
        // The page with the filter appears with the next frame.
        requestAnimationFrame(() => requestAnimationFrame(focusFilter));
      }
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
