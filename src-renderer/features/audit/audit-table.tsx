import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement, ReactNode } from 'react';
import type { AuditEntry } from '#shared/domain/audit.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { actWords, changesOf, OUTCOME_WORDS, pageOf, stateWords } from './audit-words.ts';

function Subject({ entry }: { entry: AuditEntry }): ReactElement {
  const page = pageOf(entry);
  const { subject } = entry;
  return (
    <span className="ad-audit-subject">
      {page && (
        <a className="ad-audit-open ad-focusable" href={page} title={subject} data-row-link>
          {entry.subjectKind === 'run' ? 'Open run' : actWords(entry.subjectKind)}
        </a>
      )}
      <span className="ad-audit-id">
        <code className="ad-mono ad-wrap">{subject}</code>
        <CopyButton text={subject} />
      </span>
    </span>
  );
}

function State({ entry, state }: { entry: AuditEntry; state: string | null }): ReactElement {
  if (state === null) return <span className="ad-muted">–</span>;
  return <span className="ad-wrap">{stateWords(entry, state)}</span>;
}

function Change({ entry }: { entry: AuditEntry }): ReactElement {
  return (
    <>
      {changesOf(entry).map(({ name, before, after }) => (
        <div key={name} className="ad-audit-change">
          {name && <span className="ad-muted ad-wrap">{name}</span>}
          <State entry={entry} state={before} />
          {before === after ? (
            <span className="ad-muted">unchanged</span>
          ) : (
            <>
              <span className="ad-muted" role="img" aria-label="became">
                →
              </span>
              <State entry={entry} state={after} />
            </>
          )}
        </div>
      ))}
    </>
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<AuditEntry>[] = [
  { id: 'at', header: 'When', width: 80, cell: ({ at }) => <Moment at={at} /> },
  { id: 'who', header: 'Who', width: 62, cell: ({ who }) => <span className="ad-wrap">{who}</span> },
  {
    id: 'act',
    header: 'Act',
    width: 112,
    isRowHeader: true,
    cell: ({ act }) => <strong>{actWords(act)}</strong>,
  },
  { id: 'subject', header: 'On', width: 334, cell: (entry) => <Subject entry={entry} /> },
  {
    id: 'outcome',
    header: 'Outcome',
    minWidth: 130,
    cell: ({ outcome }) => {
      const words = OUTCOME_WORDS[outcome];
      return <StatusIndicator type={words?.indicator ?? 'info'}>{words?.label ?? outcome}</StatusIndicator>;
    },
  },
  {
    id: 'change',
    header: 'State before and after',
    minWidth: 178,
    cell: (entry) => <Change entry={entry} />,
  },
  {
    id: 'reason',
    header: 'Why',
    minWidth: 138,
    cell: ({ reason }) =>
      reason === null ? (
        <span className="ad-muted">no reason</span>
      ) : (
        <span className="ad-wrap">{reason}</span>
      ),
  },
];

/** The entries of one page, the newest first; long texts wrap, nothing is cut. */
export function AuditTable(props: {
  entries: readonly AuditEntry[];
  header: ReactNode;
  filter: ReactNode;
  empty: ReactNode;
}): ReactElement {
  return (
    <div data-testid="audit-table">
      <Table
        variant="container"
        contentDensity="compact"
        trackBy={({ id }) => String(id)}
        wrapLines
        ariaLabels={{ tableLabel: 'Audit' }}
        columnDefinitions={COLUMNS}
        items={props.entries}
        header={props.header}
        filter={props.filter}
        empty={props.empty}
      />
    </div>
  );
}
