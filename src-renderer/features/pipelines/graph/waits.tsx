import type { ReactElement } from 'react';
import { whatWaits } from '#shared/domain/pipeline-waits.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { Glyph } from '#renderer/ui/glyph.tsx';
import type { Chosen } from './chosen.ts';

const MOST_SHOWN = 4;

/** The answer to "why does it wait", before anything is looked for: a sentence for each that waits. */
export function Waits(props: {
  snapshot: PipelineSnapshot;
  onChoose: (chosen: Chosen) => void;
}): ReactElement | null {
  const waiting = whatWaits(props.snapshot);
  const parallel = props.snapshot.executionMode === 'PARALLEL';
  if (waiting.length === 0) return null;
  return (
    <ul className="ad-pl-waits" aria-label="What waits" data-testid="waits">
      {waiting.slice(0, MOST_SHOWN).map(({ stageName, executionId, actionName, explanation, behind }) => (
        <li key={`${stageName} ${executionId} ${actionName ?? ''}`}>
          <span className="ad-status ad-status-warning">
            <Glyph name="pending" />
          </span>
          <button
            type="button"
            className="ad-pl-wait ad-focusable"
            onClick={() =>
              props.onChoose(
                actionName === null
                  ? { kind: 'inbound', stageName, executionId }
                  : { kind: 'action', stageName, actionName, executionId: parallel ? executionId : null },
              )
            }
          >
            {explanation.sentence}
            {behind > 0 && ` ${behind} more ${behind === 1 ? 'stands' : 'stand'} in line behind it.`}
          </button>
        </li>
      ))}
      {waiting.length > MOST_SHOWN && (
        <li className="ad-muted">and {waiting.length - MOST_SHOWN} more, in the graph below</li>
      )}
    </ul>
  );
}
