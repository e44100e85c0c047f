import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { RunSummary } from '#shared/domain/run.ts';
import { request } from '#renderer/bridge/request.ts';
import { customerName, pipelinePath } from '#renderer/run-view/run-names.ts';
import { RunStateIndicator } from '#renderer/run-view/run-state-indicator.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import type { ComparedRuns } from '../shown-place.ts';
import { sideNames, type SideNames } from './compare-words.ts';

function useRun(runId: string | null): RunSummary | null {
  const run = useQuery({
    queryKey: ['runs.get', { id: runId }],
    queryFn: () => request('runs.get', { id: runId ?? '' }),
    enabled: runId !== null,
    retry: false,
  }).data?.run;
  return run ?? null;
}

/** What the sides are called. Green is only what the ledger says to have succeeded: the address alone is no proof. */
export function useSideNames(runs: ComparedRuns | null): SideNames {
  return sideNames(useRun(runs?.green ?? null)?.state ?? null);
}

/** Whose run a side's artifact was handed to, how that stands, and since when. */
export function SideRun({ runId }: { runId: string }): ReactElement {
  const run = useRun(runId);
  return (
    <div className="ad-side-run" data-testid="side-run" data-state={run?.state}>
      {run && <RunStateIndicator state={run.state} message={run.message} />}
      {run && <Moment at={run.finishedAt ?? run.createdAt} />}
      <a className="ad-focusable" href={`#/runs/${encodeURIComponent(runId)}`} title={`Run ${runId}`}>
        {run ? `${customerName(run)}’s run` : 'its run'}
      </a>
      {run && pipelinePath(run) && <span className="ad-muted">{pipelinePath(run)}</span>}
    </div>
  );
}
