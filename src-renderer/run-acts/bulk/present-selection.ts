import { useEffect } from 'react';
import type { RunSelection } from '#shared/domain/run.ts';

let present: RunSelection | null = null;

/** The runs that are ticked on the page; null where none are. */
export function presentSelection(): RunSelection | null {
  return present;
}

/** Tells of the ticked runs, as long as the piece that calls it is on screen. */
export function useAsPresentSelection(selection: RunSelection): void {
  useEffect(() => {
    present = selection;
    return () => {
      if (present === selection) present = null;
    };
  }, [selection]);
}
