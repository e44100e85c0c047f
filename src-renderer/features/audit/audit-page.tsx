import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import { useMemo, useState, type ReactElement } from 'react';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { addressOf, filterOf, isFiltered, viewOf, type AuditView } from './audit-view.ts';
import './audit.css';

const PAGE_SIZE = 50;

/** How soon a new entry is told of; it is not put among those that are being read. */
const REFETCH_MS = 5_000;

const counted = (count: number): string => count.toLocaleString('en');

/** Who did what to what, why, and what came of it, in the environment at work. */
export function AuditPage(): ReactElement {
  const parameters = useHashParams();
  const view = useMemo(() => viewOf(parameters), [parameters]);
  const address = addressOf({ ...view, page: 1 });
  // The pages stay those of the moment at which these conditions were set, until newer entries are asked for.
  const [pinned, setPinned] = useState({ address, upTo: null as number | null, now: Date.now() });
  if (pinned.address !== address) setPinned({ address, upTo: null, now: Date.now() });
  const filter = filterOf(view, pinned.now);
  const answer = useAnswer(
    'audit.list',
    { filter, upTo: pinned.upTo, page: view.page, pageSize: PAGE_SIZE },
    { keepPrevious: true, refetchEveryMs: REFETCH_MS, anew: true },
  );
  const choices = useAnswer('audit.choices', null);
  const [showNow, setShowNow] = useState(0);
  if (pinned.upTo === null && answer.data && !answer.isPlaceholderData && !answer.isFetching) {
    setPinned({ ...pinned, upTo: answer.data.upTo });
  }
  if (answer.isPending) return <LoadingState what="the audit" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="The audit could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  const { rows, total, newer } = answer.data;
  const onView = (change: Partial<AuditView>): void =>
    goTo(addressOf({ ...view, ...change }), { replace: true });
  const showNewer = (): void => {
    setPinned({ address, upTo: null, now: Date.now() });
    setShowNow(showNow + 1);
    void choices.refetch();
    onView({ page: 1 });
  };
  const filtered = isFiltered(view);

  return (
    <div className="ad-audit-page">
      <h1 className="ad-offscreen">Audit</h1>
      <AuditTable
        key={showNow}
        entries={rows}
        header={
          <Header
            counter={`(${counted(total)})`}
            description="What people did here: written down once, never changed. Times are local; hover for UTC."
            actions={
              <div className="ad-row">
                <span role="status">
                  {newer > 0 && (
                    <Button data-testid="audit-newer" onClick={showNewer}>
                      Show {counted(newer)} newer
                    </Button>
                  )}
                </span>
                <ExportButton filter={filter} total={total} filtered={filtered} />
                <Pagination
                  currentPageIndex={view.page}
                  pagesCount={Math.max(1, Math.ceil(total / PAGE_SIZE))}
                  ariaLabels={{ paginationLabel: 'Pages of the audit' }}
                  onChange={({ detail }) => onView({ page: detail.currentPageIndex })}
                />
              </div>
            }
          >
            Audit
          </Header>
        }
        filter={<AuditFilters view={view} choices={choices.data ?? { who: [], acts: [] }} onView={onView} />}
        empty={
          filtered ? (
            <EmptyState
              title="Nothing matches"
              text="No act fits these conditions."
              action={<Button onClick={() => goTo('/audit', { replace: true })}>Show everything</Button>}
            />
          ) : (
            <EmptyState
              title="Nobody has done anything yet"
              text="Acts on runs, changes to clients, switches of the agent and changes to this environment are written down here."
            />
          )
        }
      />
    </div>
  );
}

function ExportButton(props: {
  filter: ReturnType<typeof filterOf>;
  total: number;
  filtered: boolean;
}): ReactElement {
  const save = useChange('audit.export', []);
  const notify = useNotify();
  const run = (format: 'csv' | 'json'): void =>
    save.mutate(
      { filter: props.filter, format },
      {
        onSuccess: ({ file, entries }) => {
          if (file === null) return;
          const text = `${counted(entries)} entries were written to ${file}.`;
          notify({ tone: 'success', text, testId: 'audit-exported' });
        },
        onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown), testId: 'audit-exported' }),
      },
    );
  const what = props.filtered ? `${counted(props.total)} matching` : 'all';
  return (
    <ButtonDropdown
      loading={save.isPending}
      disabled={props.total === 0}
      items={[
        { id: 'csv', text: `Export ${what} as CSV…` },
        { id: 'json', text: `Export ${what} as JSON…` },
      ]}
      onItemClick={({ detail }) => run(detail.id === 'json' ? 'json' : 'csv')}
    >
      Export
    </ButtonDropdown>
  );
}
