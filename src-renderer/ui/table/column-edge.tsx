import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { NARROWEST_PX } from './table-column.ts';

const STEP_PX = 10;
const WIDEST_PX = 2000;

const fitted = (px: number): number => Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, px)));

/**
 * The edge of a column that is drawn with the pointer or the arrow keys. `onDraw` is told while the pointer moves, `onDrawn`
 * at the end; Escape takes a movement back.
 */
export function ColumnEdge(props: {
  name: string;
  width: number;
  onDraw: (px: number) => void;
  onDrawn: (px: number) => void;
}): ReactElement {
  const { width } = props;
  const grab = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.currentTarget;
    const shown = edge.parentElement?.getBoundingClientRect().width ?? width;
    const from = event.clientX;
    let drawn = width;
    edge.focus();
    edge.setPointerCapture(event.pointerId);
    const end = new AbortController();
    const { signal } = end;
    const settle = (px: number): void => {
      end.abort();
      props.onDraw(px);
      if (px !== width) props.onDrawn(px);
    };
    const draw = (move: globalThis.PointerEvent): void => {
      drawn = fitted(shown + move.clientX - from);
      props.onDraw(drawn);
    };
    const takeBack = (key: globalThis.KeyboardEvent): void => {
      if (key.key === 'Escape') settle(width);
    };
    edge.addEventListener('pointermove', draw, { signal });
    edge.addEventListener('pointerup', () => settle(drawn), { signal });
    edge.addEventListener('pointercancel', () => settle(width), { signal });
    edge.addEventListener('keydown', takeBack, { signal });
  };
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    props.onDrawn(fitted(width + by));
  };
  return (
    <span
      role="separator"
      tabIndex={0}
      className="ad-live-edge"
      aria-label={`Width of ${props.name}`}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST_PX}
      aria-valuemax={WIDEST_PX}
      onPointerDown={grab}
      onKeyDown={step}
    />
  );
}
