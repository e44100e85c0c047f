import Modal from '@cloudscape-design/components/modal';
import { Fragment, type ReactElement } from 'react';
import { Keys } from './keys.tsx';
import { SHORTCUT_PLACES, SHORTCUTS } from './shortcuts.ts';

/** The list of keyboard shortcuts by the place where they work, opened with `?`. */
export function ShortcutsDialog({ onDismiss }: { onDismiss: () => void }): ReactElement {
  return (
    <Modal visible onDismiss={onDismiss} header="Keyboard shortcuts" size="large">
      <div className="ad-keys-places">
        {SHORTCUT_PLACES.map((place) => (
          <section key={place} aria-label={place}>
            <h3>{place}</h3>
            <dl className="ad-keys">
              {SHORTCUTS.filter(({ at }) => at === place).map(({ keys, does }) => (
                <Fragment key={keys}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{does}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
