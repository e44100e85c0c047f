import type { ReactElement } from 'react';

/** The lock of a stage, in the colour of the text around it. */
export function Padlock(): ReactElement {
  return (
    <svg className="ad-pl-padlock" viewBox="0 0 16 16" aria-hidden focusable="false">
      <path d="M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7Zm2 0h4V5a2 2 0 0 0-4 0Z" />
    </svg>
  );
}
