import Alert from '@cloudscape-design/components/alert';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import { isDestructivePipelineAct, type PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { CallPreview } from '#renderer/run-acts/call-preview.tsx';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN } from '#renderer/run-acts/given-fields.tsx';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import '#renderer/run-acts/act-dialog.css';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { ActFields } from './act-fields.tsx';
import { ActOutcome } from './act-outcome.tsx';
import { actWords } from './act-words.ts';
import { callOf } from './api-calls.ts';
import { readyAct } from './ready-act.ts';
import { usePipelineAct } from './use-pipeline-act.ts';
import { useWhatIf } from './use-what-if.ts';
import { WhatIfPanel } from './what-if-panel.tsx';

/**
 * One act on a pipeline from what it is, beside what it will cause, to what came of it. `snapshot` is the page's, and moves while
 * the dialog is open.
 */
export function PipelineActDialog(props: {
  initial: PipelineAct;
  snapshot: PipelineSnapshot;
  onClose: () => void;
}): ReactElement {
  const { snapshot, onClose } = props;
  const [draft, setDraft] = useState(props.initial);
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const [problem, setProblem] = useState<string | null>(null);
  const { protection, readOnly } = useProtection();
  const whatIf = useWhatIf(snapshot.ref, draft, snapshot);
  const act = usePipelineAct();
  const first = usePipelineAct();
  const words = actWords(draft);
  const isProtected = protection === 'protected';
  const name = isDestructivePipelineAct(draft.kind)
    ? { name: snapshot.ref.name, what: 'the pipeline' }
    : null;
  const refused = whatIf.prediction?.refusal != null;

  const submit = (): void => {
    const ready = readyAct(draft);
    setProblem(ready.ok ? null : ready.sentence);
    if (ready.ok) act.mutate({ pipeline: snapshot.ref, act: ready.act, ...givenOf(given) });
  };
  const follow = (advised: PipelineAct): void =>
    first.mutate(
      { pipeline: snapshot.ref, act: advised, ...givenOf({ ...given, typedName: '' }) },
      { onSettled: whatIf.again },
    );

  return (
    <Modal
      visible
      header={words.title}
      size="x-large"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          leave={act.data ? 'Close' : 'Cancel'}
          leaveTestId="pipeline-act-close"
          act={
            act.data
              ? null
              : {
                  label: refused ? `${words.button} anyway` : words.button,
                  quiet: refused,
                  testId: 'pipeline-act-submit',
                  busy: act.isPending,
                  busyText: 'Sending, then reading the pipeline back',
                  disabled: readOnly !== null || !whatIf.fresh || !isGiven(given, isProtected, name),
                  onAct: submit,
                }
          }
        />
      }
    >
      {act.data ? (
        <ActOutcome report={act.data} />
      ) : (
        <div className="ad-pl-act">
          <SpaceBetween size="m">
            <div>
              <strong>{snapshot.ref.name}</strong> · {snapshot.ref.region} · {snapshot.executionMode}
              <div className="ad-muted">{words.sentence}</div>
            </div>
            <ActFields draft={draft} snapshot={snapshot} onDraft={setDraft} />
            <GivenFields
              given={given}
              isProtected={isProtected}
              name={name}
              onGiven={(change) => setGiven((present) => ({ ...present, ...change }))}
            />
            <CallPreview
              calls={[callOf(snapshot.ref.name, sentOf(draft), given.reason)]}
              note={
                draft.kind === 'approval'
                  ? 'The token of the approval is read in the moment of the answer. The state is read before and after.'
                  : 'The state of the pipeline is read before and after.'
              }
              region={snapshot.ref.region}
            />
          </SpaceBetween>
          <SpaceBetween size="m">
            <WhatIfPanel
              whatIf={whatIf}
              whyNotFirst={
                readOnly ??
                (isProtected && given.reason.trim() === ''
                  ? 'This environment asks for a reason first.'
                  : null)
              }
              busy={first.isPending}
              onFirst={follow}
            />
            {first.data && <ActOutcome report={first.data} />}
            {[readOnly, problem, act.error && sentenceOf(act.error), first.error && sentenceOf(first.error)]
              .filter((sentence) => sentence !== null)
              .map((sentence) => (
                <div key={sentence} data-testid="pipeline-act-problem">
                  <Alert type="error" header="Not done">
                    {sentence}
                  </Alert>
                </div>
              ))}
          </SpaceBetween>
        </div>
      )}
    </Modal>
  );
}

function sentOf(draft: PipelineAct): PipelineAct {
  const ready = readyAct(draft);
  return ready.ok ? ready.act : draft;
}
