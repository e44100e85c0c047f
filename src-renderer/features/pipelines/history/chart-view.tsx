import Button from '@cloudscape-design/components/button';
import { useMemo, useState, type ReactElement } from 'react';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { localTime } from '#renderer/ui/moment.tsx';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { PipelineProblem } from '../pipeline-problem.tsx';
import { chartOf, spanWords, type ChartSpan } from './chart-model.ts';
import { ExecutionChart } from './execution-chart.tsx';
import { useActions, useExecutions } from './use-pages.ts';

const MOST_EXECUTIONS = 12;

/** The latest executions over stages and time: who held which stage, who waited for whom, and who was overtaken. */
export function ChartView({ snapshot }: { snapshot: PipelineSnapshot }): ReactElement {
  const actions = useActions(snapshot.ref);
  const executions = useExecutions(snapshot.ref);
  const [most, setMost] = useState(MOST_EXECUTIONS);
  const now = snapshot.readAt;
  const chart = useMemo(() => {
    const ids = [...new Set(actions.items.map(({ executionId }) => executionId))].slice(0, most);
    return chartOf({
      mode: snapshot.executionMode,
      stageNames: snapshot.stages.map(({ name }) => name),
      executions: executions.items,
      actions: actions.items.filter(({ executionId }) => ids.includes(executionId)),
      now,
    });
  }, [actions.items, executions.items, snapshot.executionMode, snapshot.stages, most, now]);
  const error = actions.error ?? executions.error;
  if (error && actions.items.length === 0)
    return <PipelineProblem title="The chart could not be read" error={error} onRetry={actions.again} />;
  if (actions.pending || executions.pending) return <LoadingState what="action executions" />;
  if (chart.executions.length === 0)
    return <EmptyState title="Nothing to draw yet" text="No action of this pipeline has run." />;
  const known = new Set(actions.items.map(({ executionId }) => executionId)).size;
  const say = (span: ChartSpan): string => spanWords(span, humanDuration, (at) => localTime(at, now));
  return (
    <section aria-label="Chart" className="ad-pl-chart-view">
      <div className="ad-pl-legend ad-second">
        <span>
          <i className="ad-pl-key ad-pl-key-held" /> in the stage
          {snapshot.executionMode !== 'PARALLEL' && ', holding its lock'}
        </span>
        {snapshot.executionMode !== 'PARALLEL' && (
          <>
            <span>
              <i className="ad-pl-key ad-pl-key-waited" /> waited in front of it
            </span>
            <span>
              <b className="ad-tone-warn">✕</b> superseded there
            </span>
          </>
        )}
        <span>⋯ idle time, left out</span>
        <span className="ad-pl-chart-more">
          {chart.executions.length === 1
            ? 'one execution'
            : `the latest ${chart.executions.length} executions`}
          {(known > most || actions.more) && (
            <Button
              loading={actions.loading}
              onClick={() => {
                if (known <= most * 2 && actions.more) actions.older();
                setMost(most * 2);
              }}
            >
              Show older ones
            </Button>
          )}
        </span>
      </div>
      <ExecutionChart chart={chart} say={say} now={now} />
      <details className="ad-pl-chart-table">
        <summary>The same as a table</summary>
        <table aria-label="Times in and in front of stages">
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">What happened</th>
            </tr>
          </thead>
          <tbody>
            {chart.stages.flatMap(({ name, spans }) =>
              spans.map((span) => (
                <tr key={`${name} ${span.kind} ${span.executionId} ${span.from}`}>
                  <td>{name}</td>
                  <td>{say(span)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </details>
    </section>
  );
}
