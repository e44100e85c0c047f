import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useMemo, useState, type ReactElement } from 'react';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { HoldButton, HoldsPanel } from '#renderer/run-acts/holds-panel.tsx';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { AgentGrid } from './agent-grid.tsx';
import { AgentMatrix } from './agent-matrix.tsx';
import { BudgetTable } from './budget-table.tsx';
import { slotsInWords } from './budget-rows.ts';
import { CellSwitches } from './cell-switches.tsx';
import { headline, withHolds } from './cell-words.ts';
import { ConditionCounts } from './condition-counts.tsx';
import { useCellControl } from './use-cell-control.ts';
import './agent.css';

const REFRESH_MS = 2000;
const HISTORY_REFRESH_MS = 10_000;

/** More cells than this do not fit into the window as a list. */
const MOST_IN_A_LIST = 12;

const VIEWS = [
  { id: 'list', text: 'List' },
  { id: 'matrix', text: 'Matrix' },
  { id: 'budget', text: 'Budget' },
] as const;

function callsPerSecond(budget: AgentBudget): number {
  return budget.regions.reduce((sum, region) => sum + region.callsPerSecond, 0);
}

const NO_PASTS: ReadonlyMap<string, CellHistory> = new Map();

function NoCredentials({ count, total }: { count: number; total: number }): ReactElement {
  return (
    <div data-testid="no-credentials">
      <Alert
        type="error"
        header={count === total ? 'No AWS credentials' : `No AWS credentials for ${count} of ${total} cells`}
        action={<Button onClick={() => goTo('/settings')}>Open settings</Button>}
      >
        The agent cannot poll and no job is claimed. Sign in (
        <code className="ad-mono">aws sso login --profile NAME</code>), or set up a profile with{' '}
        <code className="ad-mono">aws configure</code>, or choose another profile in the settings. The agent
        looks again by itself; <em>Poll now</em> looks at once.
      </Alert>
    </div>
  );
}

/** What the agent does in each region, for each action type, what bounds it, and the switches for it. */
export function AgentPage(): ReactElement {
  const answer = useAnswer('agent.cells', null, { refetchEveryMs: REFRESH_MS });
  if (answer.isPending) return <LoadingState what="the agent" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="The agent could not be asked"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  if (answer.data.length === 0) {
    return (
      <EmptyState
        title="The agent polls nothing"
        text="An environment names regions and action types; each pair becomes a cell here."
        action={<Button onClick={() => goTo('/settings')}>Open settings</Button>}
      />
    );
  }
  return <AgentAtWork cells={answer.data} />;
}

function AgentAtWork(props: { cells: readonly CellView[] }): ReactElement {
  const holds = useAnswer('holds.list', null).data;
  const cells = useMemo(() => withHolds(props.cells, holds ?? []), [props.cells, holds]);
  const history = useAnswer('agent.history', null, { refetchEveryMs: HISTORY_REFRESH_MS });
  const budget = useAnswer('agent.budget', null, { refetchEveryMs: REFRESH_MS }).data;
  const [keys, setKeys] = useState<readonly string[]>([]);
  const params = useHashParams();
  const control = useCellControl(cells);
  const { readOnly } = useProtection();
  const pasts = useMemo(
    () => (history.data ? new Map(history.data.cells.map((past) => [past.key, past])) : NO_PASTS),
    [history.data],
  );
  const selected = cells.filter((cell) => keys.includes(cell.key));
  const fitting = cells.length > MOST_IN_A_LIST ? 'matrix' : 'list';
  const view = VIEWS.find(({ id }) => id === params.get('view'))?.id ?? fitting;
  const cutOff = cells.filter((cell) => cell.mode === 'no-credentials').length;

  return (
    <div className="ad-agent">
      <header className="ad-agent-head">
        <div className="ad-agent-title">
          <h1 className="ad-title">Agent</h1>
          <span data-testid="agent-headline">{headline(cells)}</span>
          <span
            className="ad-agent-figures ad-muted ad-number"
            title={
              budget && `${slotsInWords(budget)}. Calls to CodePipeline in the last second, over all regions.`
            }
          >
            {budget &&
              `Slots ${budget.slots.used} of ${budget.slots.max} · ${callsPerSecond(budget)} calls/s`}
          </span>
          <SegmentedControl
            label="View"
            selectedId={view}
            options={[...VIEWS]}
            onChange={({ detail }) => goTo(`/agent?view=${detail.selectedId}`, { replace: true })}
          />
        </div>
        <div className="ad-agent-tools">
          <ConditionCounts cells={cells} onSelect={setKeys} />
          <CellSwitches
            cells={cells}
            selected={selected}
            busy={control.busy}
            readOnly={readOnly}
            onClear={() => setKeys([])}
            onRun={(action) =>
              control.run(action, selected.length > 0 ? selected : cells, selected.length === 0)
            }
          />
          <HoldButton />
        </div>
      </header>
      <HoldsPanel />
      {cutOff > 0 && <NoCredentials count={cutOff} total={cells.length} />}
      {view === 'list' && (
        <AgentGrid cells={cells} pasts={pasts} budget={budget} selected={selected} onSelect={setKeys} />
      )}
      {view === 'matrix' && (
        <AgentMatrix cells={cells} pasts={pasts} budget={budget} selected={keys} onSelect={setKeys} />
      )}
      {view === 'budget' &&
        (budget ? (
          <BudgetTable cells={cells} pasts={pasts} budget={budget} />
        ) : (
          <LoadingState what="the budget" />
        ))}
    </div>
  );
}
