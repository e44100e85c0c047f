import { useState, type ReactElement } from 'react';
import type { EnvironmentView } from '#shared/domain/environment.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { Appearance } from './appearance.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EnvironmentEditor } from './environment-editor.tsx';
import { EnvironmentsTable } from './environments-table.tsx';
import './settings.css';

type Open =
  | { kind: 'add' }
  | { kind: 'edit'; environment: EnvironmentView }
  | { kind: 'use' | 'remove'; environment: EnvironmentView }
  | null;

/** Environments (the places to work in), the window's look, and what runs here. */
export function SettingsPage(): ReactElement {
  const answer = useAnswer('environments.list', null);
  const info = useAnswer('app.info', null);
  const use = useChange('environments.use', [
    'environments.list',
    'app.info',
    'agent.cells',
    'runs.list',
    'clients.list',
  ]);
  const remove = useChange('environments.remove', ['environments.list']);
  const notify = useNotify();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  if (answer.isPending) return <LoadingState what="the settings" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="The settings could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  const report = (done: string) => ({
    onSuccess: () => notify({ tone: 'success', text: done, testId: 'env-outcome' }),
    onError: (thrown: Error) => notify({ tone: 'error', text: sentenceOf(thrown), testId: 'env-outcome' }),
    onSettled: close,
  });

  return (
    <div className="ad-settings">
      <h1 className="ad-offscreen">Settings</h1>
      <EnvironmentsTable
        environments={answer.data}
        switching={use.isPending}
        onAdd={() => setOpen({ kind: 'add' })}
        onUse={(environment) => setOpen({ kind: 'use', environment })}
        onEdit={(environment) => setOpen({ kind: 'edit', environment })}
        onRemove={(environment) => setOpen({ kind: 'remove', environment })}
      />
      {(open?.kind === 'add' || open?.kind === 'edit') && (
        <EnvironmentEditor
          key={open.kind === 'edit' ? open.environment.name : ''}
          definition={open.kind === 'edit' ? open.environment.definition : null}
          takenNames={answer.data.map(({ name }) => name)}
          onClose={close}
        />
      )}
      {open?.kind === 'use' && (
        <ConfirmDialog
          title={`Work in ${open.environment.name}?`}
          confirm="Use environment"
          busy={use.isPending}
          onClose={close}
          onConfirm={() =>
            use.mutate({ name: open.environment.name }, report(`Working in ${open.environment.name} now.`))
          }
        >
          The present agent stops claiming, answers what it has in hand, and then this environment starts.
          That may take up to a minute.
        </ConfirmDialog>
      )}
      {open?.kind === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.environment.name}?`}
          confirm="Remove"
          busy={remove.isPending}
          onClose={close}
          onConfirm={() =>
            remove.mutate({ name: open.environment.name }, report(`${open.environment.name} was removed.`))
          }
        >
          Its definition is deleted here. Nothing changes at AWS.
        </ConfirmDialog>
      )}
      <Appearance
        version={info.data ? `Action Desk ${info.data.version}, Electron ${info.data.electronVersion}` : ''}
      />
    </div>
  );
}
