import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import type { ClientView } from '#shared/domain/client.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ActDialog } from './act-dialog.tsx';
import { ReasonField } from './reason-field.tsx';

/** Asks for the label typed out before a token is thrown away: it cannot be read back from anywhere here. */
export function RemoveClientDialog({
  client,
  onClose,
}: {
  client: ClientView;
  onClose: () => void;
}): ReactElement {
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const remove = useChange('clients.remove', ['clients.list', 'clients.unmatched']);
  const notify = useNotify();
  const confirm = (): void =>
    remove.mutate(
      { clientId: client.clientId, reason, typedName: typed },
      {
        onSuccess: ({ removed }) => {
          const testId = 'client-outcome';
          notify(
            removed
              ? { tone: 'success', text: `${client.label} was removed.`, testId }
              : { tone: 'warning', text: `${client.label} had been removed already.`, testId },
          );
          onClose();
        },
      },
    );
  return (
    <ActDialog
      title={`Remove ${client.label}?`}
      act="Remove"
      testId="client-remove-confirm"
      reason={reason}
      busy={remove.isPending}
      blocked={typed.trim() !== client.label.trim()}
      error={remove.error}
      onAct={confirm}
      onClose={onClose}
    >
      <div>
        The token of <code className="ad-mono">{client.clientId}</code> is deleted here. New jobs of this
        customer, and results of running ones, then wait for a token until their deadline.
      </div>
      <FormField label={`Type ${client.label} to confirm`}>
        <Input
          data-testid="client-remove-typed"
          value={typed}
          autoComplete={false}
          autoFocus
          onChange={({ detail }) => setTyped(detail.value)}
        />
      </FormField>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
