import { useEffect, type ReactElement } from 'react';
import type { AuditEntry } from '#shared/domain/audit.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { ErrorState } from '#renderer/ui/page-state.tsx';
import { Moment } from '#renderer/ui/moment.tsx';

const OUTCOMES: Readonly<Record<string, string>> = {
  'took-effect': 'took effect',
  'no-effect': 'no effect',
  overtaken: 'overtaken',
};

/** What people did to the run, with the states before and after. */
export function AuditList({
  entries,
  total,
}: {
  entries: readonly AuditEntry[];
  total: number;
}): ReactElement {
  return (
    <section className="ad-panel" data-testid="run-audit" aria-label="Audit of this run">
      <header className="ad-panel-head">
        <h2>Audit</h2>
        <span className="ad-muted">
          {total > entries.length ? `the newest ${entries.length} of ${total}` : 'of this run'}
        </span>
      </header>
      {entries.length === 0 && <p className="ad-muted ad-flat">Nobody has stepped in.</p>}
      <ol className="ad-audit">
        {entries.map((entry) => (
          <li key={entry.id}>
            <span className="ad-muted ad-entry-time">
              <Moment at={entry.at} />
            </span>
            <div>
              <strong>{entry.act}</strong> by {entry.who}:{' '}
              <span className={entry.outcome === 'took-effect' ? '' : 'ad-tone-warn'}>
                {OUTCOMES[entry.outcome] ?? entry.outcome}
              </span>
              {entry.before !== null && entry.after !== null && (
                <span className="ad-muted">
                  {' '}
                  (
                  {entry.before === entry.after
                    ? `stayed ${entry.after}`
                    : `${entry.before} → ${entry.after}`}
                  )
                </span>
              )}
              {entry.reason !== null && <div className="ad-wrap ad-muted">“{entry.reason}”</div>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

const MOST_SHOWN = 50;

/** The audit of one run, read from the ledger; asked again whenever the run has changed. */
export function RunAudit({ runId, changedAt }: { runId: string; changedAt: number }): ReactElement {
  const filter = { text: runId, subjectKind: 'run' as const };
  const answer = useAnswer('audit.list', { filter, pageSize: MOST_SHOWN });
  const { refetch } = answer;
  useEffect(() => {
    void refetch();
  }, [changedAt, refetch]);
  if (!answer.data && answer.error)
    return (
      <ErrorState title="The audit cannot be read" error={answer.error} onRetry={() => void refetch()} />
    );
  const own = (answer.data?.rows ?? []).filter(({ subject }) => subject === runId);
  return <AuditList entries={own} total={answer.data?.total ?? 0} />;
}
