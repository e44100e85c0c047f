import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import { nameToType } from '#shared/domain/protection.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { STAGE_RETRY_MODES, whyNotRetryStage, type StageRetryMode } from '#shared/domain/stage-retry.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { OUTCOME_WORDS } from './act-words.ts';
import { CallPreview } from './call-preview.tsx';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN } from './given-fields.tsx';
import { customerCommand, MODE_WORDS, retryStageCall } from './retry-stage-words.ts';
import { useProtection } from './use-protection.ts';
import './act-dialog.css';

/** Retries the stage of a failed run, or hands the customer the command for it where the pipeline is theirs. */
export function RetryStageButton({ detail }: { detail: RunDetail }): ReactElement | null {
  const [open, setOpen] = useState(false);
  const { readOnly } = useProtection();
  const { run } = detail;
  if (run.state !== 'failed' && run.state !== 'expired') return null;
  const theirs = run.protocol === 'third-party' && customerCommand(detail, 'FAILED_ACTIONS') !== null;
  const reason = theirs ? null : (readOnly ?? whyNotRetryStage(detail));
  return (
    <>
      <Button
        data-testid="act-retry-stage"
        disabled={reason !== null}
        disabledReason={reason ?? ''}
        onClick={() => setOpen(true)}
      >
        Retry stage…
      </Button>
      {open && <RetryStageDialog detail={detail} onClose={() => setOpen(false)} />}
    </>
  );
}

function RetryStageDialog({ detail, onClose }: { detail: RunDetail; onClose: () => void }): ReactElement {
  const { run } = detail;
  const [mode, setMode] = useState<StageRetryMode>('FAILED_ACTIONS');
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const isProtected = useProtection().protection === 'protected';
  const retry = useChange('runs.retryStage', ['runs.get', 'runs.list']);
  const theirs = run.protocol === 'third-party';
  const command = theirs ? customerCommand(detail, mode) : null;
  const name = nameToType(run);
  const report = retry.data;
  return (
    <Modal
      visible
      header={`Retry stage ${run.stageName ?? ''} of ${run.pipelineName ?? ''}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          leave={report || theirs ? 'Close' : 'Cancel'}
          act={
            theirs || report?.outcome === 'took-effect'
              ? null
              : {
                  label: 'Retry stage',
                  testId: 'retry-stage-submit',
                  busy: retry.isPending,
                  busyText: 'Sending, then reading the state back',
                  disabled: !isGiven(given, isProtected, name),
                  onAct: () => retry.mutate({ runId: run.runId, mode, ...givenOf(given) }),
                }
          }
        />
      }
    >
      <SpaceBetween size="m">
        <div>
          {theirs
            ? 'The pipeline is in the customer’s account, where only they can retry it. Send them this command; a new run arrives here when they do.'
            : 'CodePipeline runs the stage again for the same execution. A new run arrives here for the action.'}
        </div>
        <RadioGroup
          ariaLabel="What to retry"
          value={mode}
          items={STAGE_RETRY_MODES.map((one) => ({ value: one, label: one, description: MODE_WORDS[one] }))}
          onChange={({ detail: { value } }) =>
            setMode(STAGE_RETRY_MODES.find((one) => one === value) ?? 'FAILED_ACTIONS')
          }
        />
        {command !== null ? (
          <div className="ad-call" data-testid="customer-command">
            <div className="ad-call-head">
              For the customer, in a POSIX shell (AWS CloudShell, for instance)
            </div>
            <pre className="ad-mono ad-wrap ad-call-body ad-focusable" tabIndex={0}>
              {command}
            </pre>
            <CopyButton text={command} label="Copy command" />
          </div>
        ) : (
          <CallPreview
            calls={[retryStageCall(detail, mode)]}
            note="The state of the pipeline is read before and after."
            region={run.region}
          />
        )}
        {!theirs && (
          <GivenFields
            given={given}
            isProtected={isProtected}
            name={name}
            onGiven={(change) => setGiven((present) => ({ ...present, ...change }))}
          />
        )}
        {retry.error && (
          <Alert type="error" header="Not done">
            {sentenceOf(retry.error)}
          </Alert>
        )}
        {report && (
          <div data-testid="retry-stage-outcome">
            <Alert type={OUTCOME_WORDS[report.outcome].tone} header={OUTCOME_WORDS[report.outcome].label}>
              {`${report.sentence} Stage: ${report.before} → ${report.after}`}
            </Alert>
          </div>
        )}
      </SpaceBetween>
    </Modal>
  );
}
