import type { ReactElement } from 'react';
import {
  explainAction,
  explainCondition,
  explainExecution,
  explainInbound,
  explainStage,
  explainTransition,
  shortExecution,
  type Explanation,
} from '#shared/domain/pipeline-explain.ts';
import type { OurRun, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { OfferButtons } from '../acts/offer-buttons.tsx';
import { offersAt, type Offer } from '../acts/offers.ts';
import type { Chosen } from './chosen.ts';
import { actionCell, knownOf } from './columns.ts';
import { InspectorFacts } from './inspector-facts.tsx';

/** Facts of what was chosen, what it means and by which rule, and what can be done there. */
export function Inspector(props: {
  snapshot: PipelineSnapshot;
  runs: readonly OurRun[];
  chosen: Chosen;
  onAct: (offer: Offer) => void;
  onClose: () => void;
}): ReactElement {
  const { snapshot, runs, chosen, onAct, onClose } = props;
  const explanation = explained(snapshot, runs, chosen);
  if (explanation === null)
    return (
      <aside className="ad-pl-inspector" aria-label="Chosen in the pipeline" data-testid="inspector">
        <p className="ad-muted">What was chosen is no longer in the pipeline.</p>
      </aside>
    );
  return (
    <aside className="ad-pl-inspector" aria-label="Chosen in the pipeline" data-testid="inspector">
      <div className="ad-pl-inspector-head">
        <h2>{titleOf(chosen)}</h2>
        <button type="button" className="ad-pl-close ad-focusable" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </div>
      <section aria-label="Explain" className="ad-pl-explain" data-testid="explain">
        <p>{explanation.sentence}</p>
        <p className="ad-second">
          Rule: {explanation.rule}{' '}
          <ExternalLink
            url={explanation.source.url}
            text={`AWS: ${explanation.source.title}`}
            showHost={false}
          />
        </p>
      </section>
      <OfferButtons offers={offersAt(snapshot, chosen)} onAct={onAct} />
      <InspectorFacts snapshot={snapshot} runs={runs} chosen={chosen} />
    </aside>
  );
}

function titleOf(chosen: Chosen): string {
  switch (chosen.kind) {
    case 'stage':
      return `Stage ${chosen.stageName}`;
    case 'action':
      return `${chosen.stageName} / ${chosen.actionName}`;
    case 'transition':
      return `Transition into ${chosen.stageName}`;
    case 'inbound':
    case 'execution':
      return `Execution ${shortExecution(chosen.executionId)}`;
    case 'condition':
      return `Condition ${chosen.type} of ${chosen.stageName}`;
  }
}

function explained(snapshot: PipelineSnapshot, runs: readonly OurRun[], chosen: Chosen): Explanation | null {
  if (chosen.kind === 'execution') {
    const row = snapshot.executions.find(({ executionId }) => executionId === chosen.executionId);
    return row ? explainExecution(snapshot, row) : null;
  }
  const stage = snapshot.stages.find(({ name }) => name === chosen.stageName);
  if (!stage) return null;
  const state = snapshot.states.find(({ name }) => name === chosen.stageName);
  switch (chosen.kind) {
    case 'stage':
      return explainStage(snapshot, chosen.stageName);
    case 'transition':
      return explainTransition(snapshot, chosen.stageName);
    case 'inbound': {
      if (state?.inbound.some(({ executionId }) => executionId === chosen.executionId))
        return explainInbound(snapshot, chosen.stageName, chosen.executionId);
      // It has moved on since it was chosen: what it does now is the answer.
      const row = snapshot.executions.find(({ executionId }) => executionId === chosen.executionId);
      return row ? explainExecution(snapshot, row) : null;
    }
    case 'condition':
      return explainCondition(
        chosen.type,
        state?.conditions.find(({ type }) => type === chosen.type)?.status ?? null,
      );
    case 'action': {
      const declared = stage.actions.find(({ name }) => name === chosen.actionName);
      if (!declared) return null;
      const executionId = chosen.executionId ?? state?.latest?.executionId ?? null;
      const cell = actionCell(knownOf(snapshot, runs), stage.name, declared, executionId);
      return explainAction({
        name: declared.name,
        status: cell.status,
        waitsForApproval: cell.waitsForApproval,
        besideOthers: snapshot.executionMode === 'PARALLEL' ? executionId : null,
      });
    }
  }
}
