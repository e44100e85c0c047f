import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import { useState, type ReactElement } from 'react';
import type { Content } from '#shared/domain/artifact-preview.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';

/** Hands a content to the desktop, after asking: it comes from a stranger, and another program will read it. */
export function OpenOutside({ content, name }: { content: Content; name: string }): ReactElement {
  const [asking, setAsking] = useState(false);
  const open = useChange('artifacts.openOutside', []);
  const notify = useNotify();
  const confirm = (): void =>
    open.mutate(content, {
      onSuccess: ({ opened }) => {
        notify({ tone: 'success', text: `${opened} was handed to the desktop.` });
        setAsking(false);
      },
      onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
    });
  return (
    <>
      <Button iconName="external" data-testid="open-outside" onClick={() => setAsking(true)}>
        Open outside…
      </Button>
      {asking && (
        <Modal
          visible
          header="Open it outside of Action Desk?"
          onDismiss={() => setAsking(false)}
          footer={
            <DialogFooter
              onLeave={() => setAsking(false)}
              act={{
                label: 'Open outside',
                testId: 'open-outside-confirm',
                busy: open.isPending,
                onAct: confirm,
              }}
            />
          }
        >
          <p>
            <strong>
              <VisibleText text={name} />
            </strong>{' '}
            is saved to a private temporary file, and the program that this computer has for it opens it. It
            was made by somebody else: open it only if you trust whoever built the artifact.
          </p>
        </Modal>
      )}
    </>
  );
}
