import type { ReactElement, ReactNode } from 'react';
import type { RunSummary } from '#shared/domain/run.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { actionTypeName, customerName, pipelinePath } from '#renderer/run-view/run-names.ts';
import { RunStateIndicator } from '#renderer/run-view/run-state-indicator.tsx';
import { progressTone } from '#renderer/run-view/run-state-words.ts';
import { WhyLine } from '#renderer/run-view/why-line.tsx';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Ago, Moment } from '#renderer/ui/moment.tsx';
import { ProgressTrack } from '#renderer/ui/progress-track.tsx';
import type { TableColumn } from '#renderer/ui/table/table-column.ts';
import { useCellOf } from './cells-of-runs.ts';
import type { RunSort } from './runs-view.ts';

/** A column with the name it has among the choices. */
export interface RunsColumn extends TableColumn<RunSummary> {
  /** Takes part of the room that a wide window leaves. */
  readonly grows?: boolean;
  readonly sortingField?: RunSort;
}

const dash = <span className="ad-muted">–</span>;

function Second({ text }: { text: string }): ReactNode {
  return (
    <div className="ad-second ad-ellipsis" title={text}>
      {text}
    </div>
  );
}

function Plain({ text }: { text: string | null }): ReactElement {
  return text === null ? (
    dash
  ) : (
    <div className="ad-ellipsis" title={text}>
      {text}
    </div>
  );
}

function execution(run: RunSummary): ReactNode {
  if (!run.externalExecutionId) return dash;
  return run.executionUrl ? (
    <ExternalLink url={run.executionUrl} text={run.externalExecutionId} showHost={false} />
  ) : (
    <div className="ad-mono ad-ellipsis" title={run.externalExecutionId}>
      {run.externalExecutionId}
    </div>
  );
}

function StateAndWhy({ run }: { run: RunSummary }): ReactElement {
  return (
    <div className="ad-two-lines">
      <RunStateIndicator state={run.state} message={run.message} />
      <WhyLine run={run} cell={useCellOf(run)} />
    </div>
  );
}

const id = (text: string | null): ReactNode => (text === null ? dash : <Copyable key={text} text={text} />);

/**
 * What each column shows and by which field the ledger can sort it. Two lines a row: whose run it is and where it runs, its
 * state and why it does not move, so that nothing that tells runs apart is cut at the usual width.
 */
export const RUNS_COLUMNS: readonly RunsColumn[] = [
  {
    id: 'run',
    header: 'Customer and pipeline',
    width: 213,
    grows: true,
    sortingField: 'clientLabel',
    isRowHeader: true,
    cell: (run) => (
      <div className="ad-two-lines ad-run-cell" data-testid={`run-row-${run.runId}`}>
        <a
          className="ad-run-link ad-ellipsis ad-focusable"
          data-row-link
          href={`#/runs/${encodeURIComponent(run.runId)}`}
          title={`${customerName(run)} · run ${run.runId}`}
        >
          {customerName(run)}
        </a>
        <button
          type="button"
          className="ad-open-beside"
          data-open-beside={run.runId}
          tabIndex={-1}
          title="Open beside the list (Space on the row)"
        >
          Open beside
        </button>
        <Second text={pipelinePath(run) ?? 'pipeline not known yet'} />
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State, and why it waits',
    width: 277,
    grows: true,
    sortingField: 'state',
    cell: (run) => <StateAndWhy run={run} />,
  },
  {
    id: 'progress',
    header: 'Done',
    width: 94,
    sortingField: 'percentComplete',
    cell: (run) => (
      <ProgressTrack
        percent={run.percentComplete}
        tone={progressTone(run.state)}
        label={`Progress of ${customerName(run)}`}
      />
    ),
  },
  {
    id: 'deadline',
    header: 'Deadline',
    width: 114,
    sortingField: 'deadlineAt',
    cell: (run) => <DeadlineCountdown deadlineAt={run.deadlineAt} polledAt={run.jobPolledAt} />,
  },
  { id: 'region', header: 'Region', width: 126, sortingField: 'region', cell: (run) => run.region },
  { id: 'execution', header: 'Execution', width: 96, cell: execution },
  {
    id: 'started',
    header: 'Started',
    width: 100,
    sortingField: 'createdAt',
    cell: (run) => <Ago at={run.createdAt} />,
  },
  {
    id: 'updated',
    header: 'Updated',
    width: 104,
    sortingField: 'updatedAt',
    cell: (run) => <Ago at={run.updatedAt} />,
  },
  { id: 'finished', header: 'Finished', width: 120, cell: (run) => <Moment at={run.finishedAt} /> },
  { id: 'message', header: 'Last message', width: 260, cell: (run) => <Plain text={run.message} /> },
  {
    id: 'failure',
    header: 'Failure type',
    width: 140,
    cell: (run) => <Plain text={run.failureType} />,
  },
  {
    id: 'pipeline',
    header: 'Pipeline',
    width: 160,
    sortingField: 'pipelineName',
    cell: (run) => <Plain text={run.pipelineName} />,
  },
  {
    id: 'actionType',
    header: 'Action type',
    width: 180,
    cell: (run) => <Plain text={actionTypeName(run.actionTypeId)} />,
  },
  { id: 'processor', header: 'Processor', width: 110, cell: (run) => run.processorKind },
  {
    id: 'heldBy',
    header: 'Held by',
    width: 100,
    cell: (run) => (run.heldBy === 'engineer' ? 'Engineer' : 'Agent'),
  },
  { id: 'attempt', header: 'Attempt', width: 90, cell: (run) => run.attempt },
  { id: 'jobs', header: 'Jobs', width: 80, cell: (run) => run.jobCount },
  { id: 'jobId', header: 'Current job id', width: 200, cell: (run) => id(run.currentJobId) },
  { id: 'runId', header: 'Run id', width: 200, cell: (run) => id(run.runId) },
  { id: 'clientId', header: 'Client id', width: 200, cell: (run) => id(run.clientId) },
  { id: 'account', header: 'Account', width: 140, cell: (run) => id(run.accountId) },
];
