import Alert from '@cloudscape-design/components/alert';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import { whyNot, type ActKind } from '#shared/domain/acts.ts';
import { isDestructive, nameToType } from '#shared/domain/protection.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { customerName } from '#renderer/run-view/run-names.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { actOfDraft, draftFor, type DraftErrors } from './act-draft.ts';
import { ActFields } from './act-fields.tsx';
import { ActReport } from './act-report.tsx';
import { actWords, OUTCOME_WORDS } from './act-words.ts';
import { callsOfAct } from './api-call.ts';
import { CallPreview } from './call-preview.tsx';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN } from './given-fields.tsx';
import { useProtection } from './use-protection.ts';
import './act-dialog.css';

type Report = ResponseOf<'runs.act'>;

/**
 * One act from typing to its verified outcome. It closes by itself only when the act took effect; in every other case
 * it stays open with what was typed.
 */
export function ActDialog(props: { kind: ActKind; detail: RunDetail; onClose: () => void }): ReactElement {
  const { kind, detail, onClose } = props;
  const [draft, setDraft] = useState(() => draftFor(detail));
  const [errors, setErrors] = useState<DraftErrors>({});
  const [report, setReport] = useState<Report | null>(null);
  const act = useChange('runs.act', ['runs.get', 'runs.list']);
  const notify = useNotify();
  const words = actWords(kind);
  const { calls, note } = callsOfAct(kind, detail, draft);
  const { run } = detail;
  const { protection, readOnly } = useProtection();
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const name = isDestructive(kind, 1) ? nameToType(run) : null;
  const isProtected = protection === 'protected';
  const blocked = whyNot(kind, run) ?? readOnly;

  const submit = (): void => {
    const built = actOfDraft(kind, draft, run);
    setErrors(built.ok ? {} : built.errors);
    if (!built.ok) return;
    setReport(null);
    act.mutate(
      { runId: run.runId, act: built.act, ...givenOf(given) },
      {
        onSuccess: (answer) => {
          if (answer.outcome !== 'took-effect') return setReport(answer);
          notify({
            tone: 'success',
            title: words.label,
            text: <ActReport report={answer} />,
            testId: 'act-outcome',
          });
          onClose();
        },
      },
    );
  };

  return (
    <Modal
      visible
      header={words.title}
      size="medium"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          leave={report ? 'Close' : 'Cancel'}
          act={{
            label: words.label,
            testId: 'act-submit',
            busy: act.isPending,
            busyText: 'Sending, then reading the state back',
            disabled: blocked !== null || !isGiven(given, isProtected, name),
            onAct: submit,
          }}
        />
      }
    >
      <SpaceBetween size="m">
        <div>
          <strong>{customerName(run)}</strong> · {words.sentence}
        </div>
        <ActFields
          kind={kind}
          draft={draft}
          errors={errors}
          run={run}
          askExecutionId={run.externalExecutionId === null}
          askVariables={run.protocol === 'custom'}
          onDraft={(change) => setDraft((present) => ({ ...present, ...change }))}
        />
        <CallPreview calls={calls} note={note} region={run.region} />
        <GivenFields
          given={given}
          isProtected={isProtected}
          name={name}
          onGiven={(change) => setGiven((present) => ({ ...present, ...change }))}
        />
        {blocked && !report && !act.isPending && (
          <Alert type="warning" header="Not possible any more" data-testid="act-blocked">
            {blocked}
          </Alert>
        )}
        {act.error && (
          <Alert type="error" header="Not done" data-testid="act-error">
            {sentenceOf(act.error)}
          </Alert>
        )}
        {report && (
          <div data-testid="act-outcome">
            <Alert type={OUTCOME_WORDS[report.outcome].tone}>
              <ActReport report={report} />
            </Alert>
          </div>
        )}
      </SpaceBetween>
    </Modal>
  );
}
