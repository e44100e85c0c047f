import { useEffect, useMemo, useState } from 'react';
import type { PipelineGlance, PipelineRef } from '#shared/domain/pipeline.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { refKey } from './list-rows.ts';

const GLANCE_EVERY_MS = 5_000;
const SCROLL_REST_MS = 150;
/** A contract of the channel. */
const MOST_AT_ONCE = 60;

/** A list once it has not changed for a moment: whoever scrolls past rows does not ask for them. */
function useRested(refs: readonly PipelineRef[]): readonly PipelineRef[] {
  const key = refs.map(refKey).join(' ');
  const [rested, setRested] = useState<{ key: string; refs: readonly PipelineRef[] }>({ key, refs });
  useEffect(() => {
    const timer = setTimeout(() => setRested({ key, refs }), SCROLL_REST_MS);
    return () => clearTimeout(timer);
    // The key says all there is to say about the refs, which are another list on each drawing.
  }, [key]);
  return rested.refs;
}

/**
 * The states of pipelines by `refKey`: of the rows on the screen, read again while they are there (not while the window is
 * hidden), and of all that a scan has looked at.
 */
export function useGlances(
  shown: readonly PipelineRef[],
  scanned: readonly PipelineGlance[],
): ReadonlyMap<string, PipelineGlance> {
  const pipelines = useRested(shown).slice(0, MOST_AT_ONCE);
  const answer = useAnswer(
    'pipelines.glance',
    { pipelines: [...pipelines] },
    { refetchEveryMs: GLANCE_EVERY_MS, keepPrevious: true },
  );
  const [kept, setKept] = useState<ReadonlyMap<string, PipelineGlance>>(new Map());
  const [last, setLast] = useState(answer.data);
  if (answer.data && answer.data !== last) {
    setLast(answer.data);
    setKept(new Map([...kept, ...answer.data.map((one) => [refKey(one.ref), one] as const)]));
  }
  return useMemo(() => {
    const all = new Map(kept);
    for (const one of scanned) {
      const known = all.get(refKey(one.ref));
      // What was seen last counts; only a scan may have read the declaration.
      if (!known || one.readAt > known.readAt) all.set(refKey(one.ref), one);
      else if (known.ours === null && one.ours !== null)
        all.set(refKey(one.ref), { ...known, ours: one.ours });
    }
    return all;
  }, [kept, scanned]);
}
