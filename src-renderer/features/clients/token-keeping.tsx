import Alert from '@cloudscape-design/components/alert';
import type { ReactElement } from 'react';
import type { ResponseOf } from '#shared/ipc/contract.ts';

/** What the main process says about how long tokens last, and whether that is worth a warning. */
export type TokenKeeping = ResponseOf<'clients.list'>['tokenKeeping'] & { harmless?: boolean };

/** How long tokens last: a warning where real ones will be gone, quiet where they are kept or made up. */
export function TokenKeepingNote({ tokenKeeping }: { tokenKeeping: TokenKeeping }): ReactElement {
  return tokenKeeping.kept || tokenKeeping.harmless ? (
    <div className="ad-muted">{tokenKeeping.sentence}</div>
  ) : (
    <Alert type="warning">{tokenKeeping.sentence}</Alert>
  );
}
