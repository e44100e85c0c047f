import Alert from '@cloudscape-design/components/alert';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import { isDestructive } from '#shared/domain/protection.ts';
import type { RunSelection } from '#shared/domain/run.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { actOfDraft, bulkDraft, type DraftErrors } from '../act-draft.ts';
import { ActFields } from '../act-fields.tsx';
import { actWords } from '../act-words.ts';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN } from '../given-fields.tsx';
import { useProtection } from '../use-protection.ts';
import { BulkPreviewView, ExampleCall } from './bulk-preview.tsx';
import { runsInWords } from './bulk-words.ts';
import { openBulk } from './open-bulk.ts';
import '../act-dialog.css';
import './bulk.css';

/** The preview asks the ledger again on its own: runs go on while one types. */
const PREVIEW_EVERY_MS = 5_000;

/** One act on many runs: what it would do, and its fields; once it has begun, the window shows its results. */
export function BulkDialog(props: {
  kind: ActKind;
  selection: RunSelection;
  onClose: () => void;
}): ReactElement {
  const { kind, selection, onClose } = props;
  const [draft, setDraft] = useState(bulkDraft);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const { environment, protection } = useProtection();
  const preview = useAnswer('bulk.preview', { selection, kind }, { refetchEveryMs: PREVIEW_EVERY_MS });
  const start = useChange('bulk.start', ['bulk.list']);

  const words = actWords(kind);
  const can = preview.data?.can ?? 0;
  const isProtected = protection === 'protected';
  const name = isDestructive(kind, can) ? { name: environment, what: 'the environment' } : null;
  const submit = (): void => {
    const built = actOfDraft(kind, draft, null);
    setErrors(built.ok ? {} : built.errors);
    if (!built.ok) return;
    start.mutate(
      { selection, act: built.act, ...givenOf(given) },
      {
        onSuccess: ({ bulkId }) => {
          openBulk(bulkId);
          onClose();
        },
      },
    );
  };
  const blocked = can === 0 || preview.data?.tooMany === true || !isGiven(given, isProtected, name);
  return (
    <Modal
      visible
      size="large"
      header={`${words.label}: ${preview.data ? runsInWords(preview.data.total) : 'selected runs'}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          act={{
            label: can > 0 ? `${words.label} ${runsInWords(can)}` : words.label,
            testId: 'bulk-submit',
            busy: start.isPending,
            disabled: blocked,
            onAct: submit,
          }}
        />
      }
    >
      <SpaceBetween size="m">
        <div>{words.sentence}</div>
        <BulkPreviewView preview={preview.data} error={preview.error} />
        <ActFields
          kind={kind}
          draft={draft}
          errors={errors}
          run={null}
          askExecutionId={false}
          askVariables={false}
          onDraft={(change) => setDraft((present) => ({ ...present, ...change }))}
        />
        {preview.data?.exampleRunId && (
          <ExampleCall runId={preview.data.exampleRunId} kind={kind} draft={draft} can={can} />
        )}
        <GivenFields
          given={given}
          isProtected={isProtected}
          name={name}
          onGiven={(change) => setGiven((present) => ({ ...present, ...change }))}
        />
        {start.error && (
          <Alert type="error" header="Not done" data-testid="bulk-error">
            {sentenceOf(start.error)}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
