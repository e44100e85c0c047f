import type { ReactElement, ReactNode } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ExecutionRow, OurRun, PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { Fact } from '../fact.tsx';
import type { Chosen } from './chosen.ts';
import { actionCell, knownOf } from './columns.ts';

/** Ids, times, people and texts of what was chosen, in AWS's words. */
export function InspectorFacts(props: {
  snapshot: PipelineSnapshot;
  runs: readonly OurRun[];
  chosen: Chosen;
}): ReactElement {
  const { snapshot, runs, chosen } = props;
  return <dl className="ad-pl-facts">{factsOf(snapshot, runs, chosen)}</dl>;
}

function factsOf(snapshot: PipelineSnapshot, runs: readonly OurRun[], chosen: Chosen): ReactNode {
  if (chosen.kind === 'execution' || chosen.kind === 'inbound')
    return <ExecutionFacts snapshot={snapshot} executionId={chosen.executionId} />;
  const state = snapshot.states.find(({ name }) => name === chosen.stageName);
  const stage = snapshot.stages.find(({ name }) => name === chosen.stageName);
  switch (chosen.kind) {
    case 'transition':
      return (
        <>
          <Fact name="State">{state?.transition?.enabled === false ? 'Disabled' : 'Enabled'}</Fact>
          <Fact name="Last changed by">{state?.transition?.changedBy}</Fact>
          <Fact name="Last changed">
            {state?.transition?.changedAt != null && <Moment at={state.transition.changedAt} />}
          </Fact>
          <Fact name="Reason">{state?.transition?.reason}</Fact>
          <Fact name="In front of it">{state?.inbound.length === 0 ? 'Nobody' : state?.inbound.length}</Fact>
        </>
      );
    case 'condition':
      return (
        <>
          {state?.conditions
            .filter(({ type }) => type === chosen.type)
            .map((one, at) => (
              <Fact key={at} name={one.status ?? 'Not checked'}>
                {one.summary}
                <ul className="ad-pl-sentences">
                  {one.rules.map((rule) => (
                    <li key={rule.name}>
                      {rule.name}: {rule.status ?? 'not checked'}
                      {rule.summary && ` (${rule.summary})`}
                    </li>
                  ))}
                </ul>
              </Fact>
            ))}
          <Fact name="Result when not met">
            {stage?.conditions.find(({ type }) => type === chosen.type)?.result}
          </Fact>
        </>
      );
    case 'stage': {
      const executionId = chosen.executionId ?? state?.latest?.executionId ?? null;
      return (
        <>
          <Fact name="Status">{state?.latest?.status}</Fact>
          <Fact name="On failure">{stage?.onFailure ?? 'Nothing by itself'}</Fact>
          <Fact name="Latest retry by">{state?.retryTrigger}</Fact>
          {executionId !== null && <ExecutionFacts snapshot={snapshot} executionId={executionId} />}
        </>
      );
    }
    case 'action': {
      const declared = stage?.actions.find(({ name }) => name === chosen.actionName);
      if (!declared) return null;
      const executionId = chosen.executionId ?? state?.latest?.executionId ?? null;
      const cell = actionCell(knownOf(snapshot, runs), chosen.stageName, declared, executionId);
      const { row, state: told } = cell;
      const { category, owner, provider, version } = declared.actionTypeId;
      const summary = told?.summary ?? row?.summary;
      const error = told?.errorMessage ?? row?.errorMessage;
      const external = cell.waitsForApproval ? null : (told?.externalExecutionId ?? row?.externalExecutionId);
      return (
        <>
          <Fact name="Summary">{summary}</Fact>
          <Fact name="Error">
            {error && (
              <span className="ad-pl-error-text ad-wrap">
                {told?.errorCode ?? row?.errorCode}: {error}
              </span>
            )}
          </Fact>
          <Fact name="Our run">
            {cell.run && (
              <>
                <a href={`#/runs/${encodeURIComponent(cell.run.runId)}`}>{cell.run.state}</a>
                {cell.run.guess && <span className="ad-muted"> found by name and time</span>}
              </>
            )}
          </Fact>
          <Fact name="External execution">{external && <Copyable text={external} shown={24} />}</Fact>
          <Fact name="Outside">
            {cell.url && <ExternalLink url={cell.url} text="Open the provider’s page" />}
          </Fact>
          <Fact name="Reviewed at">
            {told?.entityUrl && <ExternalLink url={told.entityUrl} text="Open the console’s page" />}
          </Fact>
          <Fact name="Revision">
            {told?.revisionUrl && <ExternalLink url={told.revisionUrl} text="Open the revision" />}
          </Fact>
          <Fact name="Action type">{`${category} / ${owner} / ${provider} / ${version}`}</Fact>
          <Fact name="Run order">{declared.runOrder}</Fact>
          <Fact name="Region">{declared.region}</Fact>
          <Fact name="Started">{row?.startedAt != null && <Moment at={row.startedAt} />}</Fact>
          <Fact name="Last change">
            {(told?.lastStatusChange ?? row?.updatedAt) != null && (
              <Moment at={told?.lastStatusChange ?? row?.updatedAt ?? null} />
            )}
          </Fact>
          <Fact name="Last updated by">{told?.lastUpdatedBy ?? row?.updatedBy}</Fact>
          <Fact name="Artifacts in">{declared.inputArtifacts.join(', ')}</Fact>
          <Fact name="Artifacts out">{declared.outputArtifacts.join(', ')}</Fact>
          {executionId !== null && (
            <Fact name="Execution">
              <ExecutionLink pipeline={snapshot.ref} executionId={executionId} />
            </Fact>
          )}
        </>
      );
    }
  }
}

/** Leads to the history of one execution. */
export function ExecutionLink(props: { pipeline: PipelineRef; executionId: string }): ReactElement {
  const { pipeline, executionId } = props;
  return (
    <a
      className="ad-mono"
      href={`#${pipelineAddress(pipeline.region, pipeline.name, executionId)}`}
      title={executionId}
    >
      {shortExecution(executionId)}
    </a>
  );
}

function ExecutionFacts(props: { snapshot: PipelineSnapshot; executionId: string }): ReactElement {
  const { snapshot, executionId } = props;
  const row = snapshot.executions.find((one) => one.executionId === executionId);
  return (
    <>
      <Fact name="Execution">
        <ExecutionLink pipeline={snapshot.ref} executionId={executionId} />
      </Fact>
      <Fact name="Id">
        <Copyable text={executionId} shown={18} />
      </Fact>
      {row && <RowFacts row={row} pipeline={snapshot.ref} />}
    </>
  );
}

/** What the history says of an execution, as facts. */
export function RowFacts({ row, pipeline }: { row: ExecutionRow; pipeline: PipelineRef }): ReactElement {
  return (
    <>
      <Fact name="Status">{row.status}</Fact>
      <Fact name="Summary">{row.statusSummary}</Fact>
      <Fact name="Stop reason">{row.stopReason}</Fact>
      <Fact name="Superseded by">
        {row.supersededBy && <ExecutionLink pipeline={pipeline} executionId={row.supersededBy} />}
      </Fact>
      <Fact name="Rollback to">
        {row.rollbackTargetId && <ExecutionLink pipeline={pipeline} executionId={row.rollbackTargetId} />}
      </Fact>
      <Fact name="Trigger">{[row.triggerType, row.triggerDetail].filter(Boolean).join(': ')}</Fact>
      <Fact name="Started">{row.startedAt !== null && <Moment at={row.startedAt} />}</Fact>
      <Fact name="Last change">{row.updatedAt !== null && <Moment at={row.updatedAt} />}</Fact>
      {row.revisions.map((revision) => (
        <Fact key={revision.actionName} name={`Revision of ${revision.actionName}`}>
          {revision.url ? (
            <ExternalLink url={revision.url} text={revision.revisionId ?? 'revision'} showHost={false} />
          ) : (
            <code className="ad-mono ad-wrap">{revision.revisionId}</code>
          )}{' '}
          {revision.summary}
        </Fact>
      ))}
    </>
  );
}
