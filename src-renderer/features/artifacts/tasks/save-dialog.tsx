import Alert from '@cloudscape-design/components/alert';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import type { RequestOf } from '#shared/ipc/contract.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { LIMIT_FIELDS, limitsDraft, limitsOf, type LimitsDraft } from './limits-draft.ts';
import './tasks.css';

/** What is to be saved and how it is called in the question. */
export interface SaveWish {
  what: RequestOf<'artifacts.save'>['what'];
  title: string;
}

/** Says what will be written and within which limits, then asks for the place. It closes when the task has begun. */
export function SaveDialog(props: { openId: string; wish: SaveWish; onClose: () => void }): ReactElement {
  const { openId, wish, onClose } = props;
  const [draft, setDraft] = useState(() => limitsDraft());
  const [errors, setErrors] = useState<Partial<LimitsDraft>>({});
  const save = useChange('artifacts.save', ['artifacts.tasks']);
  const unpacks = wish.what.kind !== 'object';
  const submit = (): void => {
    const built = unpacks ? limitsOf(draft) : { ok: true as const, limits: EXTRACTION_LIMITS };
    setErrors(built.ok ? {} : built.errors);
    if (!built.ok) return;
    // Null is a person who thought better of it: the dialog stays, with what was typed.
    save.mutate(
      { openId, what: wish.what, limits: built.limits },
      { onSuccess: ({ taskId }) => taskId !== null && onClose() },
    );
  };
  return (
    <Modal
      visible
      header="Save"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          act={{ label: 'Choose where…', testId: 'save-choose', busy: save.isPending, onAct: submit }}
        />
      }
    >
      <SpaceBetween size="m">
        <div>
          <strong>
            <VisibleText text={wish.title} />
          </strong>{' '}
          {sentenceOfWish(wish.what.kind)}
        </div>
        {unpacks && (
          <ExpandableSection headerText="Limits" defaultExpanded={wish.what.kind === 'folder'}>
            <p className="ad-muted">
              What exceeds one is refused before it fills the disk. An archive that needs more should be one
              that you trust.
            </p>
            <div className="ad-limits">
              {LIMIT_FIELDS.map(({ name, label, unit }) => (
                <FormField key={name} label={`${label} (${unit})`} errorText={errors[name] ?? ''}>
                  <Input
                    value={draft[name]}
                    inputMode="numeric"
                    autoComplete={false}
                    onChange={({ detail }) => setDraft((present) => ({ ...present, [name]: detail.value }))}
                  />
                </FormField>
              ))}
            </div>
          </ExpandableSection>
        )}
        {save.error && (
          <Alert type="error" header="Not saved">
            {sentenceOf(save.error)}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

function sentenceOfWish(kind: SaveWish['what']['kind']): string {
  switch (kind) {
    case 'object':
      return 'is saved as it is, and checked by what S3 keeps of it.';
    case 'entry':
      return 'is unpacked, and checked by its size and its CRC-32 where the archive has one.';
    case 'folder':
      return 'goes into a new folder. Each file is checked; links, special files and paths that lead outside are left out and listed.';
  }
}
