import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import { clientTokenSchema, type ClientView } from '#shared/domain/client.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ActDialog } from './act-dialog.tsx';
import { releasedSentence } from './client-draft.ts';
import { ReasonField } from './reason-field.tsx';
import { TokenKeepingNote, type TokenKeeping } from './token-keeping.tsx';

/** Takes the new token of a client in place of the old one. */
export function RotateClientDialog(props: {
  client: ClientView;
  tokenKeeping: TokenKeeping;
  onClose: () => void;
}): ReactElement {
  const { client, onClose } = props;
  const [token, setToken] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const rotate = useChange('clients.rotate', ['clients.list', 'clients.unmatched', 'runs.list']);
  const notify = useNotify();
  const act = (): void => {
    const parsed = clientTokenSchema.safeParse(token);
    setProblem(parsed.success ? '' : `Client token: ${parsed.error.issues[0]?.message ?? 'not valid'}.`);
    if (!parsed.success) return;
    rotate.mutate(
      { clientId: client.clientId, token: parsed.data, reason },
      {
        onSuccess: ({ releasedRuns }) => {
          notify({
            tone: 'success',
            title: `The token of ${client.label} was replaced`,
            text: releasedSentence(releasedRuns),
            testId: 'client-outcome',
          });
          onClose();
        },
      },
    );
  };
  return (
    <ActDialog
      title={`Rotate the token of ${client.label}`}
      act="Replace token"
      testId="client-rotate-confirm"
      reason={reason}
      busy={rotate.isPending}
      error={rotate.error}
      onAct={act}
      onClose={onClose}
    >
      <div>The new token is used from the next call on. The old one is gone then and cannot be had back.</div>
      <FormField label="New client token" errorText={problem}>
        <Input
          data-testid="client-rotate-token"
          type="password"
          value={token}
          autoComplete={false}
          autoFocus
          onChange={({ detail }) => setToken(detail.value)}
        />
      </FormField>
      <ReasonField value={reason} onChange={setReason} />
      <TokenKeepingNote tokenKeeping={props.tokenKeeping} />
    </ActDialog>
  );
}
