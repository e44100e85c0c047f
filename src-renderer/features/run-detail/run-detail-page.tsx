import type { ReactElement, ReactNode } from 'react';
import type { RunDetail } from '#shared/domain/run.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { ActButtons } from '#renderer/run-acts/act-buttons.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { Findable } from './findable.tsx';
import { OtherRun } from './other-run.tsx';
import { RunAudit } from './run-audit.tsx';
import { RunBody } from './run-body.tsx';
import { RunHead } from './run-head.tsx';
import { RunTools, StepButtons } from './run-tools.tsx';
import { useNotes } from './use-notes.tsx';
import { useSteps } from './use-steps.ts';
import './run-detail.css';

function LiveRun(props: {
  detail: RunDetail;
  problem: ReactNode;
  lead: ReactNode;
  trail: ReactNode;
  goToRun: (runId: string) => void;
}): ReactElement {
  const { detail } = props;
  const { run } = detail;
  const keeping = useNotes(run.runId);
  const steps = useSteps(run.runId, props.goToRun);
  return (
    <Findable>
      {(find) => (
        <div data-testid="run-detail" data-state={run.state}>
          <RunHead
            run={run}
            live
            bar={
              <>
                {props.lead}
                {steps && <StepButtons steps={steps} />}
                <span className="ad-run-tools">
                  <RunTools
                    detail={detail}
                    raw={{ ...detail, notes: keeping.notes }}
                    canExport
                    onFind={find}
                  />
                  {props.trail}
                </span>
              </>
            }
          >
            <ActButtons detail={detail} />
          </RunHead>
          {props.problem}
          <RunBody
            detail={detail}
            notes={keeping.notes}
            keeping={keeping}
            audit={<RunAudit runId={run.runId} changedAt={run.updatedAt} />}
          />
        </div>
      )}
    </Findable>
  );
}

/**
 * One run of the ledger, live: the same beside the list and as a page. `id` may be any id of the run; `lead` stands at the
 * beginning of its bar and `trail` at the end.
 */
export function RunView(props: {
  id: string;
  lead: ReactNode;
  trail?: ReactNode;
  goToRun: (runId: string) => void;
}): ReactElement {
  const answer = useAnswer('runs.get', { id: props.id });
  const again = (): void => void answer.refetch();
  if (answer.isPending) return <LoadingState what="the run" />;
  if (!answer.data)
    return (
      <div className="ad-run-missing">
        <h1 className="ad-offscreen">Run</h1>
        <div className="ad-run-bar">
          {props.lead}
          <span className="ad-run-tools">{props.trail}</span>
        </div>
        <ErrorState title="This run cannot be shown" error={answer.error} onRetry={again} />
        <OtherRun id={props.id} />
      </div>
    );
  return (
    <LiveRun
      key={answer.data.run.runId}
      detail={answer.data}
      lead={props.lead}
      trail={props.trail}
      goToRun={props.goToRun}
      problem={answer.error && <ErrorState title="Not up to date" error={answer.error} onRetry={again} />}
    />
  );
}

/** One run as a page: where it stands, what can be done about it, and everything that happened. */
export function RunDetailPage({ id }: { id: string }): ReactElement {
  return (
    <RunView
      id={id}
      lead={
        <nav aria-label="Breadcrumb">
          <a className="ad-back ad-focusable" href="#/runs">
            ← Runs
          </a>
        </nav>
      }
      goToRun={(runId) => goTo(`/runs/${encodeURIComponent(runId)}`, { replace: true })}
    />
  );
}
