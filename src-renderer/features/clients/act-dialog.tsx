import Alert from '@cloudscape-design/components/alert';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement, ReactNode } from 'react';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { useWhyNot } from './reason-field.tsx';

/** A dialog with one act: its fields, what went wrong, Cancel, and the act's button. Enter in a field is the act too. */
export function ActDialog(props: {
  title: string;
  act: string;
  testId: string;
  busy: boolean;
  /** The act cannot be done yet. */
  blocked?: boolean;
  /** For the audit, as typed: a protected environment asks for one. */
  reason: string;
  error: Error | null;
  size?: 'medium' | 'large';
  /** False where the content has buttons of its own: inside a form each of them would be the act. */
  enterActs?: boolean;
  /** Instead of "Cancel", once there is nothing to cancel. */
  leave?: string;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}): ReactElement {
  const { title, act, testId, busy, error, onAct, onClose } = props;
  const whyNot = useWhyNot(props.reason);
  const blocked = (props.blocked ?? false) || whyNot !== null;
  const content = (
    <SpaceBetween size="m">
      {props.children}
      {error && (
        <Alert type="error" header="Not done">
          {sentenceOf(error)}
        </Alert>
      )}
    </SpaceBetween>
  );
  return (
    <Modal
      visible
      size={props.size ?? 'medium'}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          leave={props.leave}
          act={{ label: act, testId, busy, disabled: blocked, whyNot, onAct }}
        />
      }
    >
      {props.enterActs === false ? (
        content
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!blocked && !busy) onAct();
          }}
        >
          {content}
          <input type="submit" hidden />
        </form>
      )}
    </Modal>
  );
}
