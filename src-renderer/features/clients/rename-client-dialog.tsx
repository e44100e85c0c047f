import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import { clientLabelSchema, type ClientView } from '#shared/domain/client.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ActDialog } from './act-dialog.tsx';
import { ReasonField } from './reason-field.tsx';

/** Gives a client another label. Runs that are there keep the one they began with. */
export function RenameClientDialog({
  client,
  onClose,
}: {
  client: ClientView;
  onClose: () => void;
}): ReactElement {
  const [label, setLabel] = useState(client.label);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const rename = useChange('clients.rename', ['clients.list', 'clients.unmatched']);
  const notify = useNotify();
  const act = (): void => {
    const parsed = clientLabelSchema.safeParse(label);
    setProblem(parsed.success ? '' : `Label: ${parsed.error.issues[0]?.message ?? 'not valid'}.`);
    if (!parsed.success) return;
    rename.mutate(
      { clientId: client.clientId, label: parsed.data, ...(reason.trim() ? { reason } : {}) },
      {
        onSuccess: (answer) => {
          const text = `${client.label} is called ${answer.client.label} now.`;
          notify({ tone: 'success', text, testId: 'client-outcome' });
          onClose();
        },
      },
    );
  };
  return (
    <ActDialog
      title={`Rename ${client.label}`}
      act="Rename"
      testId="client-rename-confirm"
      reason={reason}
      busy={rename.isPending}
      error={rename.error}
      onAct={act}
      onClose={onClose}
    >
      <FormField
        label="Label"
        description="New runs show it; those that are there keep the label they began with."
        errorText={problem}
      >
        <Input
          data-testid="client-rename-label"
          value={label}
          autoComplete={false}
          autoFocus
          onChange={({ detail }) => setLabel(detail.value)}
        />
      </FormField>
      <ReasonField onlyWhereRequired value={reason} onChange={setReason} />
    </ActDialog>
  );
}
