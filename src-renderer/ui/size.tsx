import type { ReactElement } from 'react';
import { byteSize, exactBytes } from './byte-size.ts';

/** A size in a fitting unit with the exact number of bytes on hover; null shows a dash. */
export function Size({ bytes }: { bytes: number | null }): ReactElement {
  if (bytes === null) return <span className="ad-muted">–</span>;
  return (
    <span className="ad-number" title={exactBytes(bytes)}>
      {byteSize(bytes)}
    </span>
  );
}
