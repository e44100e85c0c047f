import { Fragment, type ReactElement } from 'react';

/** A shortcut as the shell knows it: keys apart by a blank are pressed one after the other. */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  /** Where it works. */
  readonly at: string;
}

/** The keyboard shortcuts of the window, by the place where they work. */
export function ShortcutsList({ shortcuts }: { shortcuts: readonly Shortcut[] }): ReactElement {
  const places = [...new Set(shortcuts.map(({ at }) => at))];
  return (
    <section className="ad-settings-panel" aria-label="Keyboard shortcuts">
      <h2>Keyboard shortcuts</h2>
      <div className="ad-settings-places">
        {places.map((place) => (
          <section key={place} aria-label={place}>
            <h3>{place}</h3>
            <dl className="ad-keys ad-settings-keys">
              {shortcuts
                .filter(({ at }) => at === place)
                .map(({ keys, does }) => (
                  <Fragment key={keys}>
                    <dt>
                      {keys.split(' ').map((key, at) => (
                        <kbd key={`${at} ${key}`} className="ad-key">
                          {key}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </Fragment>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </section>
  );
}
