import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { CancelWorkDialog } from './cancel-work.tsx';

type Leftover = ResponseOf<'pipelines.afterCare'>[number];

const LOOK_EVERY_MS = 10_000;

/** Our work that CodePipeline no longer waits for, while the backend goes on with it. Nothing where there is none. */
export function AfterCare({ pipeline }: { pipeline: PipelineRef }): ReactElement | null {
  const answer = useAnswer('pipelines.afterCare', { pipeline }, { refetchEveryMs: LOOK_EVERY_MS });
  const [cancelling, setCancelling] = useState<Leftover | null>(null);
  const left = answer.data ?? [];
  if (answer.error)
    return (
      <Alert type="warning" header="Whether abandoned work of ours goes on is not known">
        {answer.error.message}
      </Alert>
    );
  if (left.length === 0 && cancelling === null) return null;
  return (
    <div data-testid="after-care">
      <Alert
        type="warning"
        header={
          left.length === 1
            ? 'Abandoned work of ours goes on'
            : `Abandoned work of ours goes on in ${left.length} runs`
        }
      >
        CodePipeline did not tell the backend to stop. When this work ends late, its results may overwrite
        those of newer work.
        <ul className="ad-pl-leftovers">
          {left.map((one) => (
            <LeftoverLine key={one.runId} left={one} onCancel={() => setCancelling(one)} />
          ))}
        </ul>
      </Alert>
      {cancelling && (
        <CancelWorkDialog
          pipeline={pipeline}
          runId={cancelling.runId}
          externalExecutionId={cancelling.externalExecutionId}
          onClose={() => setCancelling(null)}
        />
      )}
    </div>
  );
}

function LeftoverLine({ left, onCancel }: { left: Leftover; onCancel: () => void }): ReactElement {
  const { readOnly } = useProtection();
  const why =
    readOnly ?? (left.canCancel ? null : (left.whyNotCancel ?? 'It cannot be cancelled from here.'));
  return (
    <li>
      <span>
        <a href={`#/runs/${encodeURIComponent(left.runId)}`}>
          {left.stageName ?? 'Stage'} / {left.actionName ?? 'action'}
        </a>{' '}
        {left.externalExecutionId && <code className="ad-mono ad-wrap">{left.externalExecutionId}</code>}{' '}
        <span className="ad-muted">
          {left.work === 'running' ? 'still running' : 'may still be running: the backend could not be asked'}
          {left.guess && ', found by name and time'}
          {left.abandonedAt !== null && (
            <>
              , abandoned <Ago at={left.abandonedAt} />
            </>
          )}
        </span>
        {left.newerRunId && (
          <strong className="ad-tone-warn">
            {' '}
            Newer work of the same action is under way or done (
            <a href={`#/runs/${encodeURIComponent(left.newerRunId)}`}>see it</a>): out of order.
          </strong>
        )}
      </span>
      <Button
        data-testid="cancel-work"
        disabled={why !== null}
        disabledReason={why ?? ''}
        ariaLabel={`Cancel the work of ${left.actionName ?? left.runId}`}
        onClick={onCancel}
      >
        Cancel the work…
      </Button>
    </li>
  );
}
