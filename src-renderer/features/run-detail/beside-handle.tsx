import type { PointerEvent, ReactElement } from 'react';

const STEP_PX = 40;

/** The edge of the panel that is drawn with the pointer or with the arrow keys. Sizes in pixels. */
export function BesideHandle(props: {
  side: 'bottom' | 'right';
  size: number;
  onSize: (size: number) => void;
}): ReactElement {
  const { side, size } = props;
  const grab = (event: PointerEvent<HTMLDivElement>): void => {
    const from = side === 'bottom' ? event.clientY : event.clientX;
    event.currentTarget.setPointerCapture(event.pointerId);
    const end = new AbortController();
    const { signal } = end;
    const draw = (move: globalThis.PointerEvent): void =>
      props.onSize(size + from - (side === 'bottom' ? move.clientY : move.clientX));
    addEventListener('pointermove', draw, { signal });
    for (const kind of ['pointerup', 'pointercancel'] as const)
      addEventListener(kind, () => end.abort(), { signal });
  };
  const grows = side === 'bottom' ? 'ArrowUp' : 'ArrowLeft';
  const shrinks = side === 'bottom' ? 'ArrowDown' : 'ArrowRight';
  return (
    <div
      className="ad-beside-handle ad-focusable"
      role="separator"
      tabIndex={0}
      aria-label="Size of the panel"
      aria-orientation={side === 'bottom' ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={0}
      aria-valuemax={2000}
      onPointerDown={grab}
      onKeyDown={(event) => {
        if (event.key !== grows && event.key !== shrinks) return;
        event.preventDefault();
        props.onSize(size + (event.key === grows ? STEP_PX : -STEP_PX));
      }}
    />
  );
}
