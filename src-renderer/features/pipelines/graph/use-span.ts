import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { columnWidth, type Span } from './geometry.ts';

/** Heights change what is drawn in steps of this: a step a few frames, not one each frame. */
const BAND_PX = 112;

/** What of the graph is in view, with a margin: which columns, and which part of their height. */
export interface InView {
  readonly columns: readonly number[];
  readonly span: Span;
}

/** Follows a scroller over so many columns of this height; null where all is to be drawn. */
export function useSpan(
  scroller: RefObject<HTMLElement | null>,
  columnCount: number,
  height: number,
  whole: boolean,
): InView | null {
  const shared = {
    enabled: !whole,
    getScrollElement: () => scroller.current,
    overscan: 1,
    // Drawn a moment later, apart from the frame that scrolls: neither of the two takes long then.
    useFlushSync: false,
  };
  const across = useVirtualizer({
    ...shared,
    horizontal: true,
    count: columnCount,
    estimateSize: columnWidth,
  });
  const down = useVirtualizer({
    ...shared,
    count: Math.ceil(height / BAND_PX),
    estimateSize: () => BAND_PX,
  });
  if (whole) return null;
  const bands = down.getVirtualItems();
  return {
    columns: across.getVirtualItems().map(({ index }) => index),
    span: { from: bands[0]?.start ?? 0, to: bands.at(-1)?.end ?? 0 },
  };
}
