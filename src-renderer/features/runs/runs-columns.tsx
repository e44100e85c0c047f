import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { RunSummary } from '#shared/domain/run.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { customerName, pipelinePath } from '#renderer/run-view/run-names.ts';
import { RunStateIndicator } from '#renderer/run-view/run-state-indicator.tsx';
import { progressTone, runStateWords } from '#renderer/run-view/run-state-words.ts';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { ProgressTrack } from '#renderer/ui/progress-track.tsx';
import type { RunSort } from './runs-view.ts';

type Column = TableProps.ColumnDefinition<RunSummary> & { sortingField?: RunSort };

const dash = <span className="ad-muted">–</span>;

function Second({ text }: { text: string }): ReactNode {
  return (
    <div className="ad-second ad-ellipsis" title={text}>
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

function message(run: RunSummary): string {
  const text = run.message ?? runStateWords(run.state).sentence;
  return run.failureType ? `${run.failureType}: ${text}` : text;
}

/**
 * What each column shows and by which field the ledger can sort it. Two lines a row: whose run it is and where it runs,
 * its state and what was last heard, so that nothing that tells runs apart is cut at the usual width.
 */
export const RUNS_COLUMNS: readonly Column[] = [
  {
    id: 'run',
    header: 'Customer and pipeline',
    width: 254,
    sortingField: 'clientLabel',
    isRowHeader: true,
    cell: (run) => (
      <div className="ad-two-lines" data-testid={`run-row-${run.runId}`}>
        <a
          className="ad-run-link ad-ellipsis ad-focusable"
          data-row-link
          href={`#/runs/${encodeURIComponent(run.runId)}`}
          title={`${customerName(run)} · run ${run.runId}`}
        >
          {customerName(run)}
        </a>
        <Second text={pipelinePath(run) ?? 'pipeline not known yet'} />
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State and last message',
    width: 286,
    sortingField: 'state',
    cell: (run) => (
      <div className="ad-two-lines">
        <RunStateIndicator state={run.state} />
        <Second text={message(run)} />
      </div>
    ),
  },
  {
    id: 'progress',
    header: 'Progress',
    width: 116,
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
    width: 118,
    sortingField: 'deadlineAt',
    cell: (run) => <DeadlineCountdown deadlineAt={run.deadlineAt} />,
  },
  { id: 'region', header: 'Region', width: 106, sortingField: 'region', cell: (run) => run.region },
  { id: 'execution', header: 'Execution', width: 104, cell: execution },
  {
    id: 'started',
    header: 'Started',
    minWidth: 104,
    sortingField: 'createdAt',
    cell: (run) => <Ago at={run.createdAt} />,
  },
];
