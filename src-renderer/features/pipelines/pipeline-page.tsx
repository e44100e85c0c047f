import { useState, type ReactElement } from 'react';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import {
  pipelineRefSchema,
  type OurRun,
  type PipelineRef,
  type PipelineSnapshot,
} from '#shared/domain/pipeline.ts';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { PipelineActDialog } from './acts/act-dialog.tsx';
import { AfterCare } from './acts/after-care.tsx';
import { startOffer, type Offer } from './acts/offers.ts';
import { chosenOf, chosenText, type Chosen } from './graph/chosen.ts';
import { Inspector } from './graph/inspector.tsx';
import { ParallelRows } from './graph/parallel-rows.tsx';
import { PipelineGraph } from './graph/pipeline-graph.tsx';
import { Waits } from './graph/waits.tsx';
import { ChartView } from './history/chart-view.tsx';
import { CompareView } from './history/compare-view.tsx';
import { ExecutionView } from './history/execution-view.tsx';
import { HistoryView } from './history/history-view.tsx';
import { PipelineHead } from './pipeline-head.tsx';
import { PipelineProblem } from './pipeline-problem.tsx';
import { viewAddress, viewOf, type PipelineView } from './shown-view.ts';
import { usePipeline } from './use-pipeline.ts';
import './pipelines.css';
import './pipeline.css';
import './inspector.css';
import './acts.css';
import './history.css';

/** One pipeline: what it does now and why, what it did, and every act on it. `executionId` shows that execution instead. */
export function PipelinePage(props: {
  region: string;
  name: string;
  executionId: string | null;
}): ReactElement {
  const { region, name, executionId } = props;
  const pipeline = pipelineRefSchema.safeParse({ region, name });
  if (!pipeline.success)
    return (
      <EmptyState
        title="No such pipeline"
        text={`${region} / ${name} is no region and name of a pipeline.`}
        action={<a href="#/pipelines">All pipelines</a>}
      />
    );
  return <KnownPipeline pipeline={pipeline.data} executionId={executionId} />;
}

function KnownPipeline(props: { pipeline: PipelineRef; executionId: string | null }): ReactElement {
  const { pipeline, executionId } = props;
  const [live, setLive] = useState(true);
  const answer = usePipeline(pipeline, live);
  const params = useHashParams();
  const asked = params.get('act') === 'start';
  const [acting, setActing] = useState<PipelineAct | null>(null);
  const snapshot = answer.data?.snapshot;
  const view = executionId === null ? viewOf(params) : null;
  const start = asked && snapshot && acting === null ? startOffer(snapshot).draft : acting;
  const close = (): void => {
    setActing(null);
    if (asked) goTo(viewAddress(pipeline, view ?? 'graph'), { replace: true });
  };
  return (
    <div className="ad-pl-page" data-testid="pipeline-page">
      <PipelineHead
        pipeline={pipeline}
        snapshot={snapshot}
        view={view}
        live={live}
        reading={answer.isFetching}
        onLive={setLive}
        onRead={() => void answer.refetch()}
        onStart={() => snapshot && setActing(startOffer(snapshot).draft)}
      />
      {answer.error && (
        <PipelineProblem
          title={
            snapshot
              ? 'The pipeline could not be read again: what is shown is old'
              : 'The pipeline could not be read'
          }
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {!snapshot && answer.isPending && <LoadingState what="the pipeline" />}
      {snapshot && (
        <>
          <AfterCare pipeline={pipeline} />
          <Body
            snapshot={snapshot}
            runs={answer.data?.runs ?? []}
            view={view}
            executionId={executionId}
            params={params}
            onAct={({ draft }) => setActing(draft)}
          />
          {start && <PipelineActDialog initial={start} snapshot={snapshot} onClose={close} />}
        </>
      )}
    </div>
  );
}

function Body(props: {
  snapshot: PipelineSnapshot;
  runs: readonly OurRun[];
  view: PipelineView | null;
  executionId: string | null;
  params: URLSearchParams;
  onAct: (offer: Offer) => void;
}): ReactElement {
  const { snapshot, runs, view, executionId, params, onAct } = props;
  const { ref } = snapshot;
  const chosen = chosenOf(params.get('at'));
  const choose = (next: Chosen | null): void =>
    goTo(viewAddress(ref, 'graph', next ? { at: chosenText(next) } : {}), { replace: true });
  if (executionId !== null)
    return <ExecutionView key={executionId} snapshot={snapshot} executionId={executionId} onAct={onAct} />;
  if (view === 'history') return <HistoryView snapshot={snapshot} />;
  if (view === 'chart') return <ChartView snapshot={snapshot} />;
  if (view === 'compare')
    return <CompareView snapshot={snapshot} left={params.get('left')} right={params.get('right')} />;
  return (
    <>
      <Waits snapshot={snapshot} onChoose={choose} />
      <div className="ad-pl-now">
        {snapshot.executionMode === 'PARALLEL' ? (
          <ParallelRows snapshot={snapshot} runs={runs} chosen={chosen} onChoose={choose} />
        ) : (
          <PipelineGraph snapshot={snapshot} runs={runs} chosen={chosen} onChoose={choose} />
        )}
        {chosen && (
          <Inspector
            snapshot={snapshot}
            runs={runs}
            chosen={chosen}
            onAct={onAct}
            onClose={() => choose(null)}
          />
        )}
      </div>
      {!chosen && (
        <p className="ad-second">
          Choose a stage, an action, a transition or an execution to see why it is as it is, and what can be
          done about it.
        </p>
      )}
    </>
  );
}
