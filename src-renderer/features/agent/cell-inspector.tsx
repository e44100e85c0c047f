import type { ReactElement, ReactNode } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { pollsPerMinute } from './cell-past.ts';
import { CellSpark } from './cell-spark.tsx';
import { conditionOf, type ShownCell } from './cell-words.ts';
import { ConditionIndicator } from './condition-indicator.tsx';
import { whyAtThisPace } from './why-slow.ts';

/** Everything about one cell of the matrix, in a strip of one height, so that nothing moves while one looks around. */
export function CellInspector(props: {
  cell: ShownCell | undefined;
  past: CellHistory | undefined;
  budget: AgentBudget | undefined;
  now: number;
}): ReactElement {
  const { cell, past, budget, now } = props;
  if (!cell) {
    return (
      <section className="ad-inspector ad-muted" aria-label="Chosen cell">
        Point at a cell, or walk there with the arrow keys, to see why it polls as it does.
      </section>
    );
  }
  return (
    <section className="ad-inspector" aria-label="Chosen cell" data-testid="cell-inspector">
      <div className="ad-inspector-words">
        <div className="ad-row">
          <strong title={actionTypeKey(cell.actionTypeId)}>
            {cell.region} · {cell.actionTypeId.provider} {cell.actionTypeId.version}
          </strong>
          <span className="ad-muted">
            {cell.actionTypeId.category}, {cell.actionTypeId.owner}
          </span>
          <ConditionIndicator condition={conditionOf(cell)} />
        </div>
        <div>{whyAtThisPace({ cell, past, budget, now })}</div>
        {cell.lastError !== null && <div className="ad-tone-bad ad-wrap">{cell.lastError}</div>}
      </div>
      <dl className="ad-inspector-facts">
        <Fact name="Runs in hand">{cell.liveRuns}</Fact>
        <Fact name="Taking up">{cell.inHand}</Fact>
        <Fact name="Free slots">{cell.freeSlots}</Fact>
        <Fact name="Polls a minute">{pollsPerMinute(past)}</Fact>
        <Fact name="Last poll">
          <Ago at={cell.lastPollAt} />
        </Fact>
        <Fact name="Next poll">
          <Ago at={cell.nextPollAt} />
        </Fact>
      </dl>
      <CellSpark past={past} steps={1} width={140} height={40} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="ad-number">{children}</dd>
    </div>
  );
}
