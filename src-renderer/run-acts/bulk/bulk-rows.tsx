import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState, type ReactElement } from 'react';
import { RETRIABLE, type BulkResult, type BulkView } from '#shared/domain/bulk.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';
import { RESULT_WORDS } from './bulk-words.ts';

const PAGE_SIZE = 50;

const FILTERS: Record<string, { label: string; results: readonly BulkResult[] }> = {
  all: { label: 'All', results: [] },
  failed: { label: 'Failed', results: RETRIABLE },
  overtaken: { label: 'Overtaken', results: ['overtaken'] },
  done: { label: 'Took effect', results: ['took-effect'] },
};

/** What became of each run of a bulk. */
export function BulkRows({ bulk }: { bulk: BulkView }): ReactElement {
  const [filter, setFilter] = useState('all');
  const [page, setPage] = useState(1);
  const { results = [] } = FILTERS[filter] ?? {};
  const answer = useAnswer(
    'bulk.rows',
    { bulkId: bulk.bulkId, results: [...results], page, pageSize: PAGE_SIZE },
    { keepPrevious: true },
  );
  const total = answer.data?.total ?? 0;
  const countOf = (of: readonly BulkResult[]): number =>
    of.length === 0 ? bulk.total : of.reduce((sum, result) => sum + bulk.counts[result], 0);
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      trackBy="runId"
      items={answer.data?.rows ?? []}
      loading={answer.isPending}
      loadingText="Reading the results"
      empty="No run ended so."
      filter={
        <SegmentedControl
          label="Which runs"
          selectedId={filter}
          options={Object.entries(FILTERS).map(([id, { label, results: of }]) => ({
            id,
            text: `${label} ${countOf(of).toLocaleString('en')}`,
          }))}
          onChange={({ detail }) => {
            setFilter(detail.selectedId);
            setPage(1);
          }}
        />
      }
      pagination={
        total > PAGE_SIZE && (
          <Pagination
            currentPageIndex={page}
            pagesCount={Math.ceil(total / PAGE_SIZE)}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
      columnDefinitions={[
        {
          id: 'result',
          header: 'Result',
          width: 150,
          cell: (row) => (
            <StatusIndicator type={RESULT_WORDS[row.result].indicator}>
              {RESULT_WORDS[row.result].label}
            </StatusIndicator>
          ),
        },
        {
          id: 'run',
          header: 'Customer',
          width: 200,
          cell: (row) => (
            <Link href={`#/runs/${encodeURIComponent(row.runId)}`}>{row.customer ?? row.runId}</Link>
          ),
        },
        { id: 'pipeline', header: 'Pipeline', width: 160, cell: (row) => row.pipeline ?? '–' },
        { id: 'region', header: 'Region', width: 120, cell: (row) => row.region },
        {
          id: 'states',
          header: 'Before → after',
          width: 230,
          cell: (row) =>
            row.before && row.after
              ? `${runStateWords(row.before).label} → ${runStateWords(row.after).label}`
              : '–',
        },
        {
          id: 'sentence',
          header: 'What was read back',
          cell: (row) => <span className="ad-wrap">{row.sentence ?? '–'}</span>,
        },
      ]}
    />
  );
}
