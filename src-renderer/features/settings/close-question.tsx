import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { onEvent } from '#renderer/bridge/events.ts';
import { request } from '#renderer/bridge/request.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { keepDraft, keptDraft, lostWords, onKeptDraft } from './kept-draft.ts';

const tell = (unsaved: boolean): Promise<unknown> =>
  request('app.setUnsaved', { unsaved }).catch(() => undefined);

/**
 * Asks before the window is closed or the program is quit, while a draft is not stored: also on another page, where it was
 * left by a step back. Discard goes on with what was asked for.
 */
export function CloseQuestion(): ReactElement | null {
  const draft = useSyncExternalStore(onKeptDraft, keptDraft);
  const [asked, setAsked] = useState(false);
  const unsaved = draft !== null;
  useEffect(() => {
    if (!unsaved) return undefined;
    void tell(true);
    const end = onEvent('app:close-asked', () => setAsked(true));
    return () => {
      end();
      setAsked(false);
      void tell(false);
    };
  }, [unsaved]);
  if (!draft || !asked) return null;
  return (
    <ConfirmDialog
      title="Discard what you typed?"
      confirm="Discard"
      cancel="Stay"
      busy={false}
      onClose={() => {
        setAsked(false);
        void tell(true);
        goTo('/settings');
      }}
      onConfirm={() => keepDraft(null)}
    >
      {lostWords(draft.definition)}
    </ConfirmDialog>
  );
}
