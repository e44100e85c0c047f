import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { ClientView } from '#shared/domain/client.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';

/** Asks before a token is thrown away: it cannot be read back from anywhere here. */
export function RemoveClientDialog({
  client,
  onClose,
}: {
  client: ClientView;
  onClose: () => void;
}): ReactElement {
  const remove = useChange('clients.remove', ['clients.list']);
  const notify = useNotify();
  const confirm = (): void =>
    remove.mutate(
      { clientId: client.clientId },
      {
        onSuccess: ({ removed }) => {
          notify(
            removed
              ? { tone: 'success', text: `${client.label} was removed.`, testId: 'client-outcome' }
              : {
                  tone: 'warning',
                  text: `${client.label} had been removed already.`,
                  testId: 'client-outcome',
                },
          );
          onClose();
        },
      },
    );
  return (
    <Modal
      visible
      header={`Remove ${client.label}?`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              data-testid="client-remove-confirm"
              loading={remove.isPending}
              onClick={confirm}
            >
              Remove
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>
          The token of <code className="ad-mono">{client.clientId}</code> is deleted here. New jobs of this
          customer, and results of running ones, then wait for a token until their deadline.
        </div>
        {remove.error && (
          <Alert type="error" header="Not removed">
            {sentenceOf(remove.error)}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
