import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement, ReactNode } from 'react';

/** Asks once before something that cannot be undone, or that stops work. */
export function ConfirmDialog(props: {
  title: string;
  confirm: string;
  /** `Cancel` unless given. */
  cancel?: string;
  busy: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}): ReactElement {
  return (
    <Modal
      visible
      header={props.title}
      onDismiss={props.onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={props.onClose}>
              {props.cancel ?? 'Cancel'}
            </Button>
            <Button variant="primary" data-testid="confirm" loading={props.busy} onClick={props.onConfirm}>
              {props.confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {props.children}
    </Modal>
  );
}
