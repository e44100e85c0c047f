import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { OurRun, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { chosenOf, chosenText, type Chosen } from './chosen.ts';
import { columnsOf, stepOn, tracksOf } from './columns.ts';
import { Gate } from './gate.tsx';
import { columnHeight, columnStart, isDrawnWhole, type Span } from './geometry.ts';
import { StageCard } from './stage-column.tsx';
import { useSpan } from './use-span.ts';

/** Of a stage that is far away only what has the keyboard or is chosen is drawn. */
const NOWHERE: Span = { from: -1, to: -1 };

const stageOf = (key: string | null): string | null => {
  const place = chosenOf(key);
  return place && 'stageName' in place ? place.stageName : null;
};

/**
 * The stages of a SUPERSEDED or QUEUED pipeline from left to right. One stop of the Tab key; arrows walk over transitions, waiting
 * executions, stages and actions, Enter opens. Of large pipelines only what is in view is drawn, and what has the keyboard or is
 * chosen wherever it is: Tab finds its way back, and focus is never lost.
 */
export function PipelineGraph(props: {
  snapshot: PipelineSnapshot;
  runs: readonly OurRun[];
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}): ReactElement {
  const { snapshot, runs, chosen, onChoose } = props;
  const columns = useMemo(() => columnsOf(snapshot, runs), [snapshot, runs]);
  const tracks = useMemo(() => tracksOf(columns), [columns]);
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const whole = useMemo(() => isDrawnWhole(columns), [columns]);
  const height = useMemo(
    () => (whole ? 0 : columns.reduce((most, column) => Math.max(most, columnHeight(column)), 0)),
    [whole, columns],
  );
  const first = tracks[0]?.[0] ?? '';
  const stop = useMemo(
    () => (at !== null && tracks.some((track) => track.includes(at)) ? at : first),
    [tracks, at, first],
  );
  const selected = chosen === null ? null : chosenText(chosen);
  const inView = useSpan(scroller, columns.length, height, whole);
  const [stopIn, chosenIn] = [stageOf(stop), stageOf(selected)];

  useEffect(() => {
    if (wanted.current === null) return;
    const element = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [])].find(
      (one) => one.dataset['node'] === wanted.current,
    );
    if (!element) return;
    wanted.current = null;
    element.focus();
  });

  useEffect(() => {
    if (selected === null) return;
    [...(scroller.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [])]
      .find((one) => one.dataset['node'] === selected)
      ?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [selected]);

  const keyOf = (target: EventTarget | null | undefined): string | null =>
    target instanceof HTMLElement
      ? (target.closest<HTMLElement>('[data-node]')?.dataset['node'] ?? null)
      : null;
  const walk = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = keyOf(event.target);
    const to = from === null ? null : stepOn(tracks, from, event.key);
    if (to === null) return;
    event.preventDefault();
    wanted.current = to;
    setAt(to);
  };
  const seen = new Set(inView?.columns);

  return (
    <div
      ref={scroller}
      className="ad-pl-graph"
      role="group"
      aria-label={`Stages of ${snapshot.ref.name}, from left to right; arrow keys walk, Enter opens`}
      data-testid="pipeline-graph"
      onKeyDown={walk}
      onFocus={(event) => {
        // A link beside the action counts for the action, or its card could be scrolled away from under the focus.
        const key = keyOf(event.target) ?? keyOf(event.target.closest('.ad-pl-card')?.firstElementChild);
        if (key !== null) setAt(key);
      }}
      onClick={(event) => {
        const asked = chosenOf(keyOf(event.target));
        if (asked) onChoose(asked);
      }}
    >
      <div
        className="ad-pl-columns"
        role="list"
        aria-label="Stages"
        style={whole ? undefined : { width: columnStart(columns.length), height }}
      >
        {columns.map((column, index) => {
          const name = column.declared.name;
          const isSeen = whole || seen.has(index);
          if (!isSeen && name !== stopIn && name !== chosenIn) return null;
          const places = {
            stop: name === stopIn ? stop : null,
            chosen: name === chosenIn ? selected : null,
          };
          return (
            <div
              key={name}
              role="listitem"
              aria-posinset={index + 1}
              aria-setsize={columns.length}
              className={whole ? 'ad-pl-unit' : 'ad-pl-unit ad-pl-placed'}
              style={whole ? undefined : { insetInlineStart: columnStart(index) }}
            >
              {index > 0 && <Gate column={column} mode={snapshot.executionMode} {...places} />}
              <StageCard column={column} span={isSeen ? (inView?.span ?? null) : NOWHERE} {...places} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
