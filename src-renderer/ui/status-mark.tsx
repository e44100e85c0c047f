import type { ReactElement } from 'react';
import { Glyph } from './glyph.tsx';
import './status-mark.css';

export type StatusKind = 'error' | 'warning' | 'success' | 'info' | 'stopped' | 'pending' | 'in-progress';

/** A state with its icon, in the kind's colour: looks as the library's indicator does, for tables with hundreds of them. */
export function StatusMark({ kind, text }: { kind: StatusKind; text: string }): ReactElement {
  return (
    <span className={`ad-status ad-status-${kind}`}>
      <Glyph name={kind} />
      <span className="ad-ellipsis">{text}</span>
    </span>
  );
}
