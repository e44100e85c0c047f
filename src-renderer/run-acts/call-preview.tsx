import type { ReactElement } from 'react';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import type { ApiCall } from './api-call.ts';
import { awsCommand } from './cli-command.ts';

/** The calls as they will be made, in the words of the API reference, each to be copied as a command of the AWS CLI. */
export function CallPreview(props: {
  calls: readonly ApiCall[];
  note: string | null;
  region: string;
  /** Instead of "This call will be made". */
  title?: string;
}): ReactElement {
  const { calls, note, region } = props;
  const title = calls.length > 1 ? 'These calls will be made, in this order' : 'This call will be made';
  return (
    <div className="ad-call" data-testid="act-call">
      <div className="ad-call-head">{calls.length > 0 ? (props.title ?? title) : 'What will be done'}</div>
      {calls.map((call) => {
        const command = awsCommand(call, region);
        return (
          <div key={call.operation} className="ad-call-one">
            <pre className="ad-mono ad-wrap ad-call-body">
              <strong>{call.operation}</strong> {JSON.stringify(call.parameters, null, 2)}
            </pre>
            {command && <CopyButton text={command} label="Copy as AWS CLI (POSIX shell)" />}
          </div>
        );
      })}
      {note && <div className="ad-muted">{note}</div>}
    </div>
  );
}
