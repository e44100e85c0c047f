import Modal from '@cloudscape-design/components/modal';
import { Fragment, type ReactElement } from 'react';
import { SHORTCUTS } from './shortcuts.ts';

/** The list of keyboard shortcuts, opened with `?`. */
export function ShortcutsDialog({ onDismiss }: { onDismiss: () => void }): ReactElement {
  return (
    <Modal visible onDismiss={onDismiss} header="Keyboard shortcuts" size="small">
      <dl className="ad-keys">
        {SHORTCUTS.map(({ keys, does }) => (
          <Fragment key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key} className="ad-key">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
