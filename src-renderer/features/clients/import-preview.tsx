import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useState, type ReactElement } from 'react';
import { CLIENT_VERDICTS, type ClientImportRow, type ClientVerdict } from '#shared/domain/client-import.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { ErrorState } from '#renderer/ui/page-state.tsx';

const PAGE_SIZE = 10;

const VERDICTS = {
  new: { label: 'New', indicator: 'success' },
  replaces: { label: 'Replaces', indicator: 'info' },
  same: { label: 'Same', indicator: 'stopped' },
  bad: { label: 'Bad', indicator: 'error' },
} as const;

const COLUMNS: readonly TableProps.ColumnDefinition<ClientImportRow>[] = [
  { id: 'place', header: 'Where', width: 130, isRowHeader: true, cell: ({ place }) => place },
  {
    id: 'verdict',
    header: 'What',
    width: 120,
    cell: ({ verdict }) => (
      <StatusIndicator type={VERDICTS[verdict].indicator}>{VERDICTS[verdict].label}</StatusIndicator>
    ),
  },
  {
    id: 'client',
    header: 'Client',
    cell: ({ clientId, label, labelBefore, problem }) =>
      problem === null ? (
        <div className="ad-two-lines">
          <div className="ad-wrap">
            {label}
            {labelBefore !== null && <span className="ad-muted"> (now {labelBefore})</span>}
          </div>
          <code className="ad-mono ad-second">{clientId}</code>
        </div>
      ) : (
        <span className="ad-wrap">{problem}</span>
      ),
  },
];

/** What an import would do, entry by entry: no token is shown, and of a bad entry only where and what is wrong. */
export function ImportPreview(props: {
  importId: string;
  counts: Partial<Record<ClientVerdict, number>>;
}): ReactElement {
  const { importId, counts } = props;
  const [verdict, setVerdict] = useState<ClientVerdict | null>((counts.bad ?? 0) > 0 ? 'bad' : null);
  const [page, setPage] = useState(1);
  const answer = useAnswer(
    'clients.importRows',
    { importId, verdict, page, pageSize: PAGE_SIZE },
    { keepPrevious: true },
  );
  const all = CLIENT_VERDICTS.reduce((sum, one) => sum + (counts[one] ?? 0), 0);
  if (answer.error)
    return (
      <ErrorState
        title="The preview could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  return (
    <div data-testid="import-preview">
      <Table
        variant="embedded"
        contentDensity="compact"
        wrapLines
        trackBy="place"
        ariaLabels={{ tableLabel: 'Preview of the import' }}
        columnDefinitions={COLUMNS}
        items={answer.data?.rows ?? []}
        loading={answer.isPending}
        loadingText="Loading the preview…"
        empty="Nothing of this kind."
        filter={
          <SegmentedControl
            label="Which entries"
            selectedId={verdict ?? 'all'}
            options={[
              { id: 'all', text: `All (${all.toLocaleString()})` },
              ...CLIENT_VERDICTS.map((one) => ({
                id: one,
                text: `${VERDICTS[one].label} (${(counts[one] ?? 0).toLocaleString()})`,
              })),
            ]}
            onChange={({ detail }) => {
              setVerdict(CLIENT_VERDICTS.find((one) => one === detail.selectedId) ?? null);
              setPage(1);
            }}
          />
        }
        pagination={
          <Pagination
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page' }}
            currentPageIndex={page}
            pagesCount={Math.max(1, Math.ceil((answer.data?.total ?? 0) / PAGE_SIZE))}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        }
      />
    </div>
  );
}
