import { useState, type ReactElement } from 'react';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { VirtualRows, type RowColumn } from '#renderer/ui/virtual-rows.tsx';
import { approvalWords, besideWords, countsOf, refKey, type ListRow, type SortColumn } from './list-rows.ts';
import { StageStrip } from './stage-strip.tsx';

const SORTED: readonly SortColumn[] = ['name', 'region', 'mode', 'updated'];

const COLUMNS: readonly RowColumn[] = [
  { id: 'name', header: 'Pipeline', width: 'minmax(180px, 1.6fr)' },
  { id: 'region', header: 'Region', width: '122px' },
  { id: 'mode', header: 'Mode', width: '116px' },
  { id: 'type', header: 'Type', width: '48px' },
  { id: 'stages', header: 'Stages', width: 'minmax(196px, 1.4fr)' },
  { id: 'waiting', header: 'Waiting', width: '72px', align: 'end' },
  { id: 'approvals', header: 'Approvals', width: '84px', align: 'end' },
  { id: 'failed', header: 'Failed', width: '64px', align: 'end' },
  { id: 'updated', header: 'Updated', width: '112px' },
];

/** The list; only rows in view are drawn and glanced at. Enter or a click opens a pipeline. */
export function PipelineTable(props: {
  rows: readonly ListRow[];
  sort: { column: SortColumn; order: 'ascending' | 'descending' };
  onSort: (column: SortColumn) => void;
  onRange: (first: number, last: number) => void;
  empty: string;
}): ReactElement {
  const { rows, sort, onSort, onRange, empty } = props;
  const [active, setActive] = useState(-1);
  const columns = COLUMNS.map((column) => {
    const sorted = SORTED.find((id) => id === column.id);
    return sorted ? { ...column, sort: sorted === sort.column ? sort.order : ('none' as const) } : column;
  });
  if (rows.length === 0) return <p className="ad-muted">{empty}</p>;
  return (
    <div className="ad-pl-list">
      <VirtualRows
        label="Pipelines"
        testId="pipeline-rows"
        columns={columns}
        count={rows.length}
        active={active}
        onActive={setActive}
        onSort={(id) => {
          const column = SORTED.find((one) => one === id);
          if (column) onSort(column);
        }}
        onRange={onRange}
        onEnter={(index) => {
          const row = rows[index];
          if (row) goTo(pipelineAddress(row.ref.region, row.ref.name));
        }}
        rowAt={(index) => {
          const row = rows[index];
          return row ? rowOf(row) : { key: String(index), cells: [] };
        }}
      />
    </div>
  );
}

function rowOf(row: ListRow): { key: string; tone: 'bad' | 'warn' | undefined; cells: ReactElement[] } {
  const { ref, listed, glance } = row;
  const counts = glance && glance.problem === null ? countsOf(glance) : null;
  const tone =
    counts === null
      ? undefined
      : counts.failed > 0
        ? 'bad'
        : counts.approvals + counts.waiting > 0
          ? 'warn'
          : undefined;
  return {
    key: refKey(ref),
    tone,
    cells: [
      <span key="name" className="ad-rows-link" title={ref.name}>
        {ref.name}
      </span>,
      <span key="region">{ref.region}</span>,
      <span key="mode">{listed.executionMode ?? '–'}</span>,
      <span key="type">{listed.pipelineType ?? '–'}</span>,
      glance?.sideBySide ? (
        <span
          key="stages"
          className="ad-muted ad-ellipsis"
          title="CodePipeline tells no state of stages in PARALLEL mode: open the pipeline to see its executions"
        >
          {besideWords(glance.sideBySide)}
        </span>
      ) : glance ? (
        <StageStrip key="stages" glance={glance} />
      ) : (
        <span key="stages" className="ad-muted">
          not read yet
        </span>
      ),
      <Count key="waiting" count={counts?.waiting ?? null} tone="warn" />,
      <Count
        key="approvals"
        count={counts?.approvals ?? null}
        more={glance?.sideBySide?.moreApprovals ?? false}
        tone="warn"
        told={approvalWords(glance)}
      />,
      <Count
        key="failed"
        count={counts?.failed ?? null}
        tone="bad"
        told={glance?.sideBySide ? 'By the execution that was the last to end' : null}
      />,
      <Moment key="updated" at={listed.updatedAt} />,
    ],
  };
}

/** A count with what it counts in words; `more`: there may be others that were not read. */
function Count(props: {
  count: number | null;
  tone: 'warn' | 'bad';
  more?: boolean;
  told?: string | null;
}): ReactElement {
  const { count, tone, more = false, told = null } = props;
  if (count === null) return <span className="ad-muted">–</span>;
  return (
    <span
      className={`ad-number ${count > 0 || more ? `ad-tone-${tone}` : 'ad-muted'}`}
      title={told ?? undefined}
    >
      {count}
      {more && '+'}
      {count > 0 && told !== null && <span className="ad-offscreen">: {told}</span>}
    </span>
  );
}
