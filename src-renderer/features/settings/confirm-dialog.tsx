import Modal from '@cloudscape-design/components/modal';
import type { ReactElement, ReactNode } from 'react';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';

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
        <DialogFooter
          onLeave={props.onClose}
          leave={props.cancel}
          act={{ label: props.confirm, testId: 'confirm', busy: props.busy, onAct: props.onConfirm }}
        />
      }
    >
      {props.children}
    </Modal>
  );
}
