import { useState, type ReactElement, type ReactNode } from 'react';
import { useLeaveGuard } from '#renderer/ui/leave-guard.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks before the page is left, while what was typed is not stored: Stay, or Discard and go on. */
export function LeaveQuestion(props: {
  unsaved: boolean;
  /** Throws away what was typed. */
  onDiscard: () => void;
  children: ReactNode;
}): ReactElement | null {
  const [go, setGo] = useState<(() => void) | null>(null);
  useLeaveGuard(props.unsaved, (next) => setGo(() => next));
  if (!go) return null;
  return (
    <ConfirmDialog
      title="Discard what you typed?"
      confirm="Discard"
      cancel="Stay"
      busy={false}
      onClose={() => setGo(null)}
      onConfirm={() => {
        setGo(null);
        props.onDiscard();
        go();
      }}
    >
      {props.children}
    </ConfirmDialog>
  );
}
