import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';
import { useNowFor } from '#renderer/ui/clock.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { VirtualRows, type RowColumn } from '#renderer/ui/virtual-rows.tsx';
import type { ExecutionRow } from '#shared/domain/pipeline.ts';
import { PipelineProblem } from '../pipeline-problem.tsx';
import { lookOf } from '../status-look.ts';
import { lengthOf, noteOf, revisionWords, triggerWords } from './row-words.ts';
import { useExecutions } from './use-pages.ts';

const COLUMNS: readonly RowColumn[] = [
  { id: 'execution', header: 'Execution', width: '92px' },
  { id: 'status', header: 'Status', width: '116px' },
  { id: 'started', header: 'Started', width: '120px' },
  { id: 'took', header: 'Took', width: '84px', align: 'end' },
  { id: 'trigger', header: 'Trigger', width: 'minmax(150px, 1.4fr)' },
  { id: 'revisions', header: 'Revisions', width: 'minmax(150px, 1.6fr)' },
  { id: 'note', header: 'Note', width: 'minmax(176px, 1.2fr)' },
];

/** Every execution, the newest first; Enter or a click opens one. */
export function HistoryView({ snapshot }: { snapshot: PipelineSnapshot }): ReactElement {
  const { ref } = snapshot;
  const history = useExecutions(ref);
  const [active, setActive] = useState(-1);
  if (history.pending) return <LoadingState what="the history" />;
  if (history.error && history.items.length === 0)
    return (
      <PipelineProblem title="The history could not be read" error={history.error} onRetry={history.again} />
    );
  if (history.items.length === 0)
    return (
      <EmptyState
        title="No execution yet"
        text="CodePipeline keeps executions for twelve months; there are none."
      />
    );
  return (
    <section className="ad-pl-history" aria-label="History">
      <div className="ad-pl-history-rows">
        <VirtualRows
          label={`Executions of ${ref.name}`}
          testId="executions"
          columns={COLUMNS}
          count={history.items.length}
          active={active}
          onActive={setActive}
          onEnter={(index) => {
            const row = history.items[index];
            if (row) goTo(pipelineAddress(ref.region, ref.name, row.executionId));
          }}
          rowAt={(index) => {
            const row = history.items[index];
            if (!row) return { key: String(index), cells: [] };
            const bad = row.status === 'Failed';
            return { key: row.executionId, tone: bad ? 'bad' : undefined, cells: cellsOf(row) };
          }}
        />
      </div>
      <div className="ad-pl-history-foot ad-muted">
        <span className="ad-number" role="status">
          {history.items.length === 1 ? 'One execution' : `${history.items.length} executions`}
          {history.more ? ' read so far' : ', all there are'}
        </span>
        {history.more && (
          <Button loading={history.loading} onClick={history.older}>
            Read older ones
          </Button>
        )}
      </div>
    </section>
  );
}

function cellsOf(row: ExecutionRow): ReactElement[] {
  const trigger = [row.triggerType, row.triggerDetail].filter(Boolean).join(': ');
  const note = noteOf(row);
  const revisions = revisionWords(row);
  return [
    <code key="execution" className="ad-mono ad-rows-link" title={row.executionId}>
      {shortExecution(row.executionId)}
    </code>,
    <StatusMark key="status" kind={lookOf(row.status)} text={row.status} />,
    <Moment key="started" at={row.startedAt} />,
    <Took key="took" row={row} />,
    <span key="trigger" title={trigger}>
      {triggerWords(row)}
    </span>,
    <span key="revisions" title={revisions}>
      {revisions}
    </span>,
    <span key="note" title={note} className={row.status === 'Superseded' ? 'ad-tone-warn' : undefined}>
      {note}
    </span>,
  ];
}

/** How long it took, or takes. */
export function Took({ row }: { row: ExecutionRow }): ReactElement {
  const said = (now: number): string => {
    const ms = lengthOf(row, now);
    return ms === null ? '–' : humanDuration(ms);
  };
  const now = useNowFor(said);
  return <span className="ad-number">{said(now)}</span>;
}
