import type { ReactElement } from 'react';
import { visibleParts } from './visible-parts.ts';

/** A text of a stranger with its hidden characters made visible, and apart from the direction of what stands around it. */
export function VisibleText({ text }: { text: string }): ReactElement {
  return (
    <bdi>
      {visibleParts(text).map((part, index) =>
        part.escaped ? (
          <span
            key={index}
            className="ad-escaped"
            title={`The character ${part.text}, which would not be seen`}
          >
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}
