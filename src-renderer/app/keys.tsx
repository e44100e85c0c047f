import type { ReactElement } from 'react';

/** Keys as caps; those of a sequence are divided by spaces. */
export function Keys({ keys }: { keys: string }): ReactElement {
  return (
    <span className="ad-keycaps">
      {keys.split(' ').map((key, at) => (
        <kbd key={`${at} ${key}`} className="ad-key">
          {key}
        </kbd>
      ))}
    </span>
  );
}
