import Alert from '@cloudscape-design/components/alert';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { OUTCOME_WORDS } from '#renderer/run-acts/act-words.ts';
import { CallPreview } from '#renderer/run-acts/call-preview.tsx';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN } from '#renderer/run-acts/given-fields.tsx';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import '#renderer/run-acts/act-dialog.css';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';

/** Asks our backend to cancel work that nobody waits for any more. */
export function CancelWorkDialog(props: {
  pipeline: PipelineRef;
  runId: string;
  externalExecutionId: string | null;
  onClose: () => void;
}): ReactElement {
  const { pipeline, runId, externalExecutionId, onClose } = props;
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const { protection } = useProtection();
  const isProtected = protection === 'protected';
  const name = { name: pipeline.name, what: 'the pipeline' };
  const cancel = useChange('pipelines.cancelWork', ['pipelines.afterCare', 'runs.get', 'runs.list']);
  return (
    <Modal
      visible
      header="Cancel the abandoned work"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          leave={cancel.data ? 'Close' : 'Not now'}
          act={
            cancel.data
              ? null
              : {
                  label: 'Cancel the work',
                  testId: 'cancel-work-submit',
                  busy: cancel.isPending,
                  busyText: 'Asking the backend',
                  disabled: !isGiven(given, isProtected, name),
                  onAct: () => cancel.mutate({ pipeline, runId, ...givenOf(given) }),
                }
          }
        />
      }
    >
      <SpaceBetween size="m">
        <div>
          The backend is asked to stop
          {externalExecutionId ? (
            <>
              {' '}
              <code className="ad-mono ad-wrap">{externalExecutionId}</code>
            </>
          ) : (
            ' this work'
          )}
          . CodePipeline is told nothing: it has abandoned the action already.
        </div>
        <CallPreview
          calls={[]}
          note="POST to the cancel URL of the action type’s processor; then its status is asked."
          region={pipeline.region}
        />
        {!cancel.data && (
          <GivenFields
            given={given}
            isProtected={isProtected}
            name={name}
            onGiven={(change) => setGiven((present) => ({ ...present, ...change }))}
          />
        )}
        {cancel.error && (
          <Alert type="error" header="Not done">
            {sentenceOf(cancel.error)}
          </Alert>
        )}
        {cancel.data && (
          <div data-testid="cancel-work-outcome" data-outcome={cancel.data.outcome} role="status">
            <Alert
              type={OUTCOME_WORDS[cancel.data.outcome].tone}
              header={OUTCOME_WORDS[cancel.data.outcome].label}
            >
              {cancel.data.sentence}
            </Alert>
          </div>
        )}
      </SpaceBetween>
    </Modal>
  );
}
