import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ReasonField, useWhyNot } from './reason-field.tsx';
import { TokenKeepingNote, type TokenKeeping } from './token-keeping.tsx';
import { clientOfDraft, releasedSentence, type ClientDraft, type ClientErrors } from './client-draft.ts';

/** Adds a client or replaces its label and token. What was typed stays until the client is stored. */
export function ClientDialog(props: {
  initial: Partial<ClientDraft>;
  /** The client id is given and only its token is asked for. */
  fixedId: boolean;
  tokenKeeping: TokenKeeping;
  onClose: () => void;
}): ReactElement {
  const { fixedId, tokenKeeping, onClose } = props;
  const [draft, setDraft] = useState<ClientDraft>({ clientId: '', label: '', token: '', ...props.initial });
  const [reason, setReason] = useState('');
  const whyNot = useWhyNot(reason);
  const [errors, setErrors] = useState<ClientErrors>({});
  const add = useChange('clients.add', ['clients.list', 'clients.unmatched', 'runs.list']);
  const notify = useNotify();
  const change = (part: Partial<ClientDraft>): void => setDraft((present) => ({ ...present, ...part }));

  const save = (): void => {
    const built = clientOfDraft(draft);
    setErrors(built.ok ? {} : built.errors);
    if (!built.ok || whyNot !== null) return;
    add.mutate(
      { ...built.client, ...(reason.trim() ? { reason } : {}) },
      {
        onSuccess: ({ client, releasedRuns }) => {
          notify({
            tone: 'success',
            title: `${client.label} is connected`,
            text: releasedSentence(releasedRuns),
            testId: 'client-outcome',
          });
          onClose();
        },
      },
    );
  };

  return (
    <Modal
      visible
      header={fixedId ? 'Add the client token' : 'Add a client'}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          act={{ label: 'Save client', testId: 'client-save', busy: add.isPending, whyNot, onAct: save }}
        />
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <SpaceBetween size="m">
          <FormField
            label="Client id"
            description="The UUID that CodePipeline names in each polled job."
            errorText={errors.clientId}
          >
            <Input
              data-testid="client-id"
              value={draft.clientId}
              readOnly={fixedId}
              spellcheck={false}
              autoComplete={false}
              onChange={({ detail }) => change({ clientId: detail.value })}
            />
          </FormField>
          <FormField
            label="Label"
            description="The customer’s name, as you want to read it in the runs."
            errorText={errors.label}
          >
            <Input
              data-testid="client-label"
              value={draft.label}
              autoComplete={false}
              onChange={({ detail }) => change({ label: detail.value })}
            />
          </FormField>
          <FormField
            label="Client token"
            description="The secret that belongs to this client id. It is never shown again."
            errorText={errors.token}
          >
            <Input
              data-testid="client-token"
              type="password"
              value={draft.token}
              autoComplete={false}
              onChange={({ detail }) => change({ token: detail.value })}
            />
          </FormField>
          <ReasonField onlyWhereRequired value={reason} onChange={setReason} />
          <TokenKeepingNote tokenKeeping={tokenKeeping} />
          {add.error && (
            <Alert type="error" header="Not saved">
              {sentenceOf(add.error)}
            </Alert>
          )}
        </SpaceBetween>
        <input type="submit" hidden />
      </form>
    </Modal>
  );
}
