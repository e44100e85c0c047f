import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import type { ClientImportProgress } from '#shared/domain/client-import.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ActDialog } from './act-dialog.tsx';
import { ImportPreview } from './import-preview.tsx';
import { ImportSource } from './import-source.tsx';
import { ReasonField } from './reason-field.tsx';
import { TokenKeepingNote, type TokenKeeping } from './token-keeping.tsx';
import { useClientImport } from './use-client-import.ts';

const count = (number: number, one: string, more: string): string =>
  `${number.toLocaleString()} ${number === 1 ? one : more}`;

/** Many clients at once: choose, look at what would happen, take all or the good ones. Closing it cancels. */
export function ImportDialog(props: { tokenKeeping: TokenKeeping; onClose: () => void }): ReactElement {
  const { onClose } = props;
  const [skipBad, setSkipBad] = useState(false);
  const [reason, setReason] = useState('');
  const session = useClientImport();
  const notify = useNotify();
  const { opened, progress } = session;
  const counts = opened?.counts ?? { new: 0, replaces: 0, same: 0, bad: 0 };
  const takes = (counts.new ?? 0) + (counts.replaces ?? 0);
  const bad = counts.bad ?? 0;
  const take = (): void =>
    session.take({ skipBad, reason }, ({ added, replaced, releasedRuns }) => {
      notify({
        tone: 'success',
        title: `Added ${added.toLocaleString()}, replaced ${replaced.toLocaleString()}`,
        text:
          releasedRuns === 0
            ? 'No run was waiting.'
            : `${count(releasedRuns, 'waiting run is', 'waiting runs are')} looked at again.`,
        testId: 'client-outcome',
      });
      onClose();
    });
  return (
    <ActDialog
      title={opened ? `Import ${opened.name}` : 'Import clients'}
      act={opened ? `Import ${count(takes, 'client', 'clients')}` : 'Import'}
      testId="import-take"
      size="large"
      enterActs={false}
      reason={reason}
      busy={session.busy && opened !== null}
      blocked={!opened || takes === 0 || (bad > 0 && !skipBad)}
      error={session.error}
      onAct={take}
      onClose={onClose}
    >
      {!opened && <ImportSource busy={session.busy} onOpen={session.open} />}
      {progress && <Progress progress={progress} />}
      {opened && !progress && (
        <SpaceBetween size="s">
          <ImportPreview importId={session.importId} counts={counts} />
          {bad > 0 && (
            <Alert type="warning" header={`${count(bad, 'entry', 'entries')} cannot be taken`}>
              <Checkbox
                data-testid="import-skip-bad"
                checked={skipBad}
                onChange={({ detail }) => setSkipBad(detail.checked)}
              >
                Take the others all the same
              </Checkbox>
            </Alert>
          )}
          {takes === 0 && <div className="ad-muted">There is nothing to take: nothing would change.</div>}
          <Button data-testid="import-another" onClick={session.reset}>
            Choose another file
          </Button>
          <ReasonField onlyWhereRequired value={reason} onChange={setReason} />
          <TokenKeepingNote tokenKeeping={props.tokenKeeping} />
        </SpaceBetween>
      )}
    </ActDialog>
  );
}

const PHASES: Readonly<Record<ClientImportProgress['phase'], string>> = {
  reading: 'Reading and comparing',
  ready: 'Reading and comparing',
  staging: 'Encrypting and writing down; closing this dialog cancels',
  taking: 'Taking: this can no longer be cancelled',
  ended: 'Ending',
};

function Progress({ progress: { phase, done, total } }: { progress: ClientImportProgress }): ReactElement {
  const told = total === 0 ? done.toLocaleString() : `${done.toLocaleString()} of ${total.toLocaleString()}`;
  return (
    <ProgressBar
      data-testid="import-progress"
      label={PHASES[phase]}
      value={total === 0 ? 0 : Math.round((100 * done) / total)}
      additionalInfo={`${told} clients`}
    />
  );
}
