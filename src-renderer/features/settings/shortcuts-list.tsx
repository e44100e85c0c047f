import { Fragment, type ReactElement } from 'react';

/** A shortcut as the shell knows it: keys apart by a blank are pressed one after the other. */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

/** The keyboard shortcuts of the window. */
export function ShortcutsList({ shortcuts }: { shortcuts: readonly Shortcut[] }): ReactElement {
  return (
    <section className="ad-settings-panel" aria-label="Keyboard shortcuts">
      <h2>Keyboard shortcuts</h2>
      <dl className="ad-keys ad-settings-keys">
        {shortcuts.map(({ keys, does }) => (
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
    </section>
  );
}
