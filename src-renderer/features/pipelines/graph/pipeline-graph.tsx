import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import type { OurRun, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { chosenOf, chosenText, type Chosen } from './chosen.ts';
import { columnsOf, stepOn, tracksOf, type StageColumn } from './columns.ts';
import { Gate } from './gate.tsx';
import { StageCard } from './stage-column.tsx';

/** In CSS pixels; the style sheet has the same. */
const STAGE_PX = 200;
const GATE_PX = 92;
const CARD_PX = 56;
const HEAD_PX = 84;
/** So few are drawn whole: what is not on the screen can still be found and read aloud. */
const MOST_WHOLE = 12;

const heightOf = ({ groups, conditions }: StageColumn): number =>
  HEAD_PX +
  conditions.length * 34 +
  groups.reduce((sum, { actions }) => sum + actions.length * CARD_PX + 34, 0);

/**
 * The stages of a SUPERSEDED or QUEUED pipeline from left to right. One stop of the Tab key; arrows walk over transitions, waiting
 * executions, stages and actions, Enter opens. Of long pipelines only the columns in view are drawn.
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
  const all = columns.length <= MOST_WHOLE;
  const first = tracks[0]?.[0] ?? '';
  const known = tracks.some((track) => track.includes(at ?? ''));
  const stop = known ? (at ?? first) : first;
  const selected = chosen === null ? null : chosenText(chosen);
  const virtual = useVirtualizer({
    horizontal: true,
    count: columns.length,
    enabled: !all,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (index === 0 ? STAGE_PX : STAGE_PX + GATE_PX),
    overscan: 2,
  });
  const seen = all ? null : virtual.getVirtualItems();
  const before = seen?.[0]?.start ?? 0;
  const after = seen ? virtual.getTotalSize() - (seen.at(-1)?.end ?? 0) : 0;
  const tallest = useMemo(() => (all ? 0 : Math.max(...columns.map(heightOf))), [all, columns]);

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

  const node = useCallback(
    (key: string) => ({
      'data-node': key,
      tabIndex: key === stop ? 0 : -1,
      'aria-current': key === selected ? true : undefined,
    }),
    [stop, selected],
  );
  const keyOf = (target: EventTarget): string | null =>
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
    const parts = chosenOf(to);
    const index = columns.findIndex(
      ({ declared }) => parts && 'stageName' in parts && declared.name === parts.stageName,
    );
    if (!all && index >= 0) virtual.scrollToIndex(index);
  };
  const columnsShown = seen ? seen.map(({ index }) => index) : columns.map((_one, index) => index);

  return (
    <div
      ref={scroller}
      className="ad-pl-graph"
      role="group"
      aria-label={`Stages of ${snapshot.ref.name}, from left to right; arrow keys walk, Enter opens`}
      data-testid="pipeline-graph"
      onKeyDown={walk}
      onFocus={(event) => {
        const key = keyOf(event.target);
        if (key !== null) setAt(key);
      }}
      onClick={(event) => {
        const asked = chosenOf(keyOf(event.target));
        if (asked) onChoose(asked);
      }}
    >
      <div
        className="ad-pl-columns"
        style={{ paddingInlineStart: before, paddingInlineEnd: after, minHeight: tallest }}
      >
        {columnsShown.map((index) => {
          const column = columns[index];
          return (
            column && (
              <div key={column.declared.name} className="ad-pl-unit">
                {index > 0 && <Gate column={column} mode={snapshot.executionMode} node={node} />}
                <StageCard column={column} node={node} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
