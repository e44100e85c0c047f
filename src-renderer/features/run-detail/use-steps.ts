import { useEffect, useEffectEvent, useState } from 'react';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { lastTrail, rememberTrail, type RunTrail } from '#renderer/run-view/run-trail.ts';
import { useNotify } from '#renderer/ui/notices.tsx';

/** The place of a run in the list that it was opened from. */
export interface RunSteps {
  /** From 1. */
  readonly position: number;
  readonly total: number;
  readonly step: (by: 1 | -1) => void;
}

const pageOf = ({ query }: RunTrail): number => query.page ?? 1;
const sizeOf = ({ query }: RunTrail): number => query.pageSize ?? 50;

/** Where a run stands in a list; null where it is not in it. */
export function placeInTrail(
  trail: RunTrail | null,
  runId: string,
): { position: number; total: number } | null {
  const at = trail?.runIds.indexOf(runId) ?? -1;
  if (!trail || at < 0) return null;
  const position = (pageOf(trail) - 1) * sizeOf(trail) + at + 1;
  return { position, total: Math.max(trail.total, position) };
}

/** The page beyond the end of the list, without runs that moved there meanwhile; null where there is none. */
async function nextPage(trail: RunTrail, by: 1 | -1): Promise<RunTrail | null> {
  const page = pageOf(trail) + by;
  if (page < 1) return null;
  const query = { ...trail.query, page };
  const { rows, total } = await request('runs.list', query);
  const runIds = rows.map((run) => run.runId).filter((id) => !trail.runIds.includes(id));
  return runIds.length === 0 ? null : { query, runIds, total };
}

/**
 * Steps through the list that the run was opened from, by buttons and by `[` and `]`; null for a run that was opened in
 * another way. The list is as it was on screen.
 */
export function useSteps(runId: string, goToRun: (runId: string) => void): RunSteps | null {
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const place = placeInTrail(lastTrail(), runId);
  const step = (by: 1 | -1): void => {
    const trail = lastTrail();
    const at = trail?.runIds.indexOf(runId) ?? -1;
    if (!trail || at < 0 || busy) return;
    const next = trail.runIds[at + by];
    if (next !== undefined) {
      goToRun(next);
      return;
    }
    setBusy(true);
    nextPage(trail, by)
      .then((found) => {
        const id = by > 0 ? found?.runIds[0] : found?.runIds.at(-1);
        if (!found || id === undefined) {
          notify({
            tone: 'info',
            text: by > 0 ? 'This is the last run of the list.' : 'This is the first run of the list.',
          });
          return;
        }
        rememberTrail(found);
        goToRun(id);
      })
      .catch((thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }))
      .finally(() => setBusy(false));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== '[' && event.key !== ']')) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]')) return;
    if (document.querySelector('[role="dialog"]')) return;
    event.preventDefault();
    step(event.key === ']' ? 1 : -1);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return place && { ...place, step };
}
