import Table from '@cloudscape-design/components/table';
import type { ReactElement, ReactNode } from 'react';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { budgetRows, slotsInWords, type BudgetRow } from './budget-rows.ts';
import { providerOf } from './why-slow.ts';

/** From here on the bound is felt. */
const NEARLY_USED = 0.75;

function used(value: number, allowed: number | null): ReactNode {
  const near = allowed !== null && value >= allowed * NEARLY_USED && value > 0;
  return (
    <span className={near ? 'ad-number ad-tone-warn' : 'ad-number'}>
      {value}
      <span className="ad-muted"> {allowed === null ? 'no bound' : `of ${allowed}`}</span>
    </span>
  );
}

function waiting({ budget }: BudgetRow): ReactNode {
  if (!budget) return <span className="ad-muted">–</span>;
  const { result, claim, poll, console } = budget.waiting;
  if (result + claim + poll + console === 0) return <span className="ad-muted">none</span>;
  return (
    <span className="ad-number">
      {result} results · {claim} claims · {poll} polls · {console} console
    </span>
  );
}

/** What each region uses of its budget of calls, and who has the slots for taking jobs up. */
export function BudgetTable(props: {
  cells: readonly CellView[];
  pasts: ReadonlyMap<string, CellHistory>;
  budget: AgentBudget;
}): ReactElement {
  const { budget } = props;
  const users = budget.slots.users.toSorted((a, b) => b.used + b.waiting - a.used - a.waiting);
  return (
    <div className="ad-budget">
      <p className="ad-budget-slots" data-testid="slots">
        <strong>{slotsInWords(budget)}.</strong>{' '}
        <span className="ad-muted">
          {users.length === 0
            ? 'A slot is held while a job is read, claimed and its work is started.'
            : users
                .map(
                  (user) =>
                    `${providerOf(user.actionType)} in ${user.region}: ${user.used} in use, ${user.waiting} waiting`,
                )
                .join(' · ')}
        </span>
      </p>
      <Table
        variant="borderless"
        contentDensity="compact"
        wrapLines
        trackBy="region"
        ariaLabels={{ tableLabel: 'Budget of calls by region' }}
        items={budgetRows(props.cells, props.pasts, budget)}
        columnDefinitions={[
          {
            id: 'region',
            header: 'Region',
            isRowHeader: true,
            width: 130,
            cell: ({ region }) => <strong>{region}</strong>,
          },
          {
            id: 'rate',
            header: 'Calls a second',
            width: 128,
            cell: (row) =>
              row.budget ? used(row.budget.callsPerSecond, row.budget.callsPerSecondAllowed) : '–',
          },
          {
            id: 'at-once',
            header: 'At once',
            width: 100,
            cell: (row) => (row.budget ? used(row.budget.underWay, row.budget.atOnceAllowed) : '–'),
          },
          { id: 'waiting', header: 'Waiting for a turn', width: 160, cell: waiting },
          {
            id: 'throttled',
            header: 'Throttled since',
            width: 130,
            cell: (row) =>
              row.budget?.throttledSince ? (
                <span className="ad-tone-warn">
                  <Moment at={row.budget.throttledSince} />
                </span>
              ) : (
                <span className="ad-muted">not throttled</span>
              ),
          },
          {
            id: 'polls',
            header: 'Polls/min',
            width: 90,
            cell: (row) => <span className="ad-number">{row.pollsPerMinute}</span>,
          },
          {
            id: 'why',
            header: 'Pace of its cells',
            minWidth: 300,
            cell: (row) => row.why,
          },
        ]}
      />
    </div>
  );
}
