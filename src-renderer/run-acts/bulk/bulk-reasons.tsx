import type { ReactElement } from 'react';

/** How many runs cannot take an act for each reason, in the given order. */
export function BulkReasons(props: {
  reasons: readonly { why: string; runs: number }[];
  label: string;
}): ReactElement {
  return (
    <ul className="ad-bulk-reasons" aria-label={props.label}>
      {props.reasons.map(({ why, runs }) => (
        <li key={why}>
          <span className="ad-number">{runs.toLocaleString('en')}</span>
          <span>{why}</span>
        </li>
      ))}
    </ul>
  );
}
