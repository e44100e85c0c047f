import { useState, type ReactElement } from 'react';
import type { ClientView } from '#shared/domain/client.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ActDialog } from './act-dialog.tsx';
import { releasedSentence } from './client-draft.ts';
import { ReasonField } from './reason-field.tsx';

/** Disables a client, or enables a disabled one: says what that does to its jobs before it is done. */
export function DisableClientDialog({
  client,
  onClose,
}: {
  client: Pick<ClientView, 'clientId' | 'label' | 'disabledAt'>;
  onClose: () => void;
}): ReactElement {
  const [reason, setReason] = useState('');
  const change = useChange('clients.setDisabled', ['clients.list', 'clients.unmatched', 'runs.list']);
  const notify = useNotify();
  const disabling = client.disabledAt === null;
  const act = (): void =>
    change.mutate(
      { clientId: client.clientId, disabled: disabling, reason },
      {
        onSuccess: ({ releasedRuns }) => {
          notify({
            tone: 'success',
            title: `${client.label} is ${disabling ? 'disabled' : 'enabled'}`,
            text: disabling ? 'Nothing new is claimed for it.' : releasedSentence(releasedRuns),
            testId: 'client-outcome',
          });
          onClose();
        },
      },
    );
  return (
    <ActDialog
      title={`${disabling ? 'Disable' : 'Enable'} ${client.label}?`}
      act={disabling ? 'Disable' : 'Enable'}
      testId="client-disable-confirm"
      reason={reason}
      busy={change.isPending}
      error={change.error}
      onAct={act}
      onClose={onClose}
    >
      <div>
        {disabling
          ? 'New jobs of this customer stay visible and are not claimed: after their time-out CodePipeline fails them. Runs that have begun go on to their end.'
          : 'Jobs that wait for this client are claimed now, and new ones as they come.'}
      </div>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
