import type { ReactElement } from 'react';
import { explainExecution, shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ExecutionRow, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { OfferButtons } from '../acts/offer-buttons.tsx';
import { offersAt, type Offer } from '../acts/offers.ts';
import { Fact } from '../fact.tsx';
import { RowFacts } from '../graph/inspector-facts.tsx';
import { PipelineProblem } from '../pipeline-problem.tsx';
import { viewAddress } from '../shown-view.ts';
import { lookOf } from '../status-look.ts';
import { ActionRows } from './action-rows.tsx';
import { Took } from './history-view.tsx';

/** While it moves, so does the page. */
const LIVE_MS = 5_000;

/** One execution: why it is as it is, what it ran with, and every action that it ran. */
export function ExecutionView(props: {
  snapshot: PipelineSnapshot;
  executionId: string;
  onAct: (offer: Offer) => void;
}): ReactElement {
  const { snapshot, executionId, onAct } = props;
  const pipeline = snapshot.ref;
  const present = snapshot.executions.find((row) => row.executionId === executionId);
  const underWay = present?.status === 'InProgress' || present?.status === 'Stopping';
  const answer = useAnswer(
    'pipelines.execution',
    { pipeline, executionId },
    underWay ? { refetchEveryMs: LIVE_MS } : {},
  );
  if (answer.isPending) return <LoadingState what="the execution" />;
  if (!answer.data)
    return (
      <PipelineProblem
        title={`Execution ${shortExecution(executionId)} could not be read`}
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  const { execution, pipelineVersion, variables, actions, runs } = answer.data;
  const row = newerOf(present, execution);
  const explanation = explainExecution(snapshot, row);
  const at = snapshot.executions.findIndex((one) => one.executionId === executionId);
  const previous = at < 0 ? undefined : snapshot.executions[at + 1];
  return (
    <section className="ad-pl-execution" aria-label="Execution" data-testid="execution">
      <div className="ad-pl-execution-head">
        <h2>
          Execution <code className="ad-mono">{shortExecution(executionId)}</code>
        </h2>
        <StatusMark kind={lookOf(row.status)} text={row.status} />
        <Took row={row} />
        {previous && (
          <a
            href={`#${viewAddress(pipeline, 'compare', { left: previous.executionId, right: executionId })}`}
          >
            Compare with the one before
          </a>
        )}
      </div>
      <div className="ad-pl-explain" data-testid="explain">
        <p>{explanation.sentence}</p>
        <p className="ad-second">
          Rule: {explanation.rule}{' '}
          <ExternalLink
            url={explanation.source.url}
            text={`AWS: ${explanation.source.title}`}
            showHost={false}
          />
        </p>
      </div>
      <OfferButtons offers={offersAt(snapshot, { kind: 'execution', executionId })} onAct={onAct} />
      <div className="ad-pl-execution-grid">
        <dl className="ad-pl-facts">
          <Fact name="Id">
            <Copyable text={executionId} />
          </Fact>
          <RowFacts row={row} pipeline={pipeline} />
          <Fact name="Pipeline version">{pipelineVersion}</Fact>
          {variables.map(({ name, value }) => (
            <Fact key={name} name={`Variable ${name}`}>
              {value}
            </Fact>
          ))}
        </dl>
        {actions.length === 0 ? (
          <p className="ad-muted">No action of it has started.</p>
        ) : (
          <div className="ad-pl-actions-frame">
            <ActionRows actions={actions} runs={runs} region={pipeline.region} />
          </div>
        )}
      </div>
    </section>
  );
}

/** The page's reading and the execution's own come at different times. */
function newerOf(present: ExecutionRow | undefined, read: ExecutionRow): ExecutionRow {
  return present && (present.updatedAt ?? 0) > (read.updatedAt ?? 0) ? present : read;
}
