import Button from '@cloudscape-design/components/button';
import { Fragment, useState, type ReactElement } from 'react';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { CopyButton, Copyable } from '#renderer/ui/copyable.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { LicencesDialog } from './licences-dialog.tsx';

type Folder = ResponseOf<'about.read'>['folders'][number];

const FOLDERS: Readonly<Record<Folder['folder'], { label: string; sentence: string }>> = {
  data: { label: 'Everything', sentence: 'Environments, preferences and logs. Back this one up.' },
  environment: {
    label: 'This environment',
    sentence: 'The ledger: runs, clients (tokens encrypted), audit.',
  },
  logs: { label: 'Logs', sentence: 'What the program did, without secrets, a JSON object a line.' },
};

/** Where the data lies, what runs here, and a text to send along with a question for help. */
export function About(): ReactElement {
  const answer = useAnswer('about.read', null);
  const [licences, setLicences] = useState(false);
  if (answer.isPending) return <LoadingState what="what runs here" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="What runs here could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  const { versions, licence, folders, diagnostics } = answer.data;
  return (
    <>
      <section className="ad-settings-panel" aria-label="Data on this computer">
        <h2>Data on this computer</h2>
        <div className="ad-folders">
          {folders.map((folder) => (
            <FolderRow key={folder.folder} folder={folder} />
          ))}
        </div>
      </section>
      <section className="ad-settings-panel" aria-label="Versions">
        <h2>Versions</h2>
        <dl className="ad-test-who">
          {versions.map(({ name, version }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd className="ad-number">{version}</dd>
            </Fragment>
          ))}
          <dt>Licence</dt>
          <dd>{licence}</dd>
        </dl>
        <div>
          <Button data-testid="licences-open" onClick={() => setLicences(true)}>
            Third-party licences…
          </Button>
        </div>
        {licences && <LicencesDialog onClose={() => setLicences(false)} />}
      </section>
      <section className="ad-settings-panel" aria-label="Diagnostics">
        <div className="ad-panel-head">
          <h2>Diagnostics</h2>
          <div className="ad-row">
            <Button iconName="refresh" loading={answer.isFetching} onClick={() => void answer.refetch()}>
              Read again
            </Button>
            <CopyButton text={diagnostics} label="Copy diagnostics" />
          </div>
        </div>
        <p className="ad-muted">
          For a question to people who help. Read it before you send it: it names your environments and
          regions. Tokens, customers, accounts and addresses are not in it.
        </p>
        <pre className="ad-mono ad-wrap ad-diagnostics" data-testid="diagnostics">
          {diagnostics}
        </pre>
      </section>
    </>
  );
}

function FolderRow({ folder }: { folder: Folder }): ReactElement {
  const open = useChange('about.openFolder', []);
  const notify = useNotify();
  const { label, sentence } = FOLDERS[folder.folder];
  const run = (): void =>
    open.mutate(
      { folder: folder.folder },
      {
        onSuccess: ({ problem }) => {
          if (problem) notify({ tone: 'warning', title: 'The folder was not opened', text: problem });
        },
        onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
      },
    );
  return (
    <div className="ad-folder">
      <div className="ad-two-lines">
        <strong>{label}</strong>
        <div className="ad-second">{sentence}</div>
      </div>
      <Copyable text={folder.path} />
      <Button iconName="folder-open" ariaLabel={`Open folder: ${label}`} onClick={run}>
        Open folder
      </Button>
    </div>
  );
}
