import type { ReactElement } from 'react';
import type { ApiCall } from './api-call.ts';

/** The calls as they will be made, in the words of the API reference. */
export function CallPreview({
  calls,
  note,
}: {
  calls: readonly ApiCall[];
  note: string | null;
}): ReactElement {
  return (
    <div className="ad-call" data-testid="act-call">
      <div className="ad-call-head">{calls.length > 0 ? 'This call will be made' : 'What will be done'}</div>
      {calls.map((call) => (
        <pre key={call.operation} className="ad-mono ad-wrap ad-call-body">
          <strong>{call.operation}</strong> {JSON.stringify(call.parameters, null, 2)}
        </pre>
      ))}
      {note && <div className="ad-muted">{note}</div>}
    </div>
  );
}
