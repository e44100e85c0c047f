import Button from '@cloudscape-design/components/button';
import { useState, type ReactElement } from 'react';
import type { Environment, EnvironmentView } from '#shared/domain/environment.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useHashParams } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EnvironmentEditor } from './environment-editor.tsx';
import { EnvironmentsTable } from './environments-table.tsx';
import { keepDraft, keptDraft, lostWords, type KeptDraft } from './kept-draft.ts';

interface Editing {
  definition: Environment | null;
  kept: KeptDraft | null;
}
type Asking =
  | { kind: 'use' | 'remove'; environment: EnvironmentView }
  | { kind: 'leave'; next: Environment | null }
  | null;

/** The environments with what can be done to them; below, the one that is being edited. */
export function EnvironmentsSection({
  environments,
}: {
  environments: readonly EnvironmentView[];
}): ReactElement {
  const use = useChange('environments.use', [
    'environments.list',
    'app.info',
    'agent.cells',
    'runs.list',
    'clients.list',
  ]);
  const remove = useChange('environments.remove', ['environments.list']);
  const restore = useChange('environments.save', ['environments.list']);
  const notify = useNotify();
  const asked = useHashParams().get('open');
  const [editing, setEditing] = useState<Editing | null>(() => {
    const kept = keptDraft();
    if (kept) return { definition: kept.definition, kept };
    return asked === 'new' ? { definition: null, kept: null } : null;
  });
  const [asking, setAsking] = useState<Asking>(null);
  const close = (): void => setAsking(null);
  const edit = (definition: Environment | null): void => {
    if (editing && editing.definition?.name === definition?.name) return;
    if (keptDraft()) setAsking({ kind: 'leave', next: definition });
    else setEditing({ definition, kept: null });
  };
  const told = (text: string): void => notify({ tone: 'success', text, testId: 'env-outcome' });
  const refused = (thrown: Error): void =>
    notify({ tone: 'error', text: sentenceOf(thrown), testId: 'env-outcome' });
  const undo = (definition: Environment): void =>
    restore.mutate(definition, {
      onSuccess: () => told(`${definition.name} is back.`),
      onError: refused,
    });

  return (
    <>
      <EnvironmentsTable
        environments={environments}
        switching={use.isPending}
        onAdd={() => edit(null)}
        onUse={(environment) => setAsking({ kind: 'use', environment })}
        onEdit={({ definition }) => edit(definition)}
        onRemove={(environment) => setAsking({ kind: 'remove', environment })}
      />
      {editing && (
        <EnvironmentEditor
          key={editing.definition?.name ?? ''}
          definition={editing.definition}
          initial={editing.kept?.draft ?? null}
          isAtWork={environments.some(({ name, active }) => active && name === editing.definition?.name)}
          takenNames={environments.map(({ name }) => name)}
          onClose={() => setEditing(null)}
        />
      )}
      {asking?.kind === 'leave' && (
        <ConfirmDialog
          title="Discard what you typed?"
          confirm="Discard"
          cancel="Keep editing"
          busy={false}
          onClose={close}
          onConfirm={() => {
            keepDraft(null);
            setEditing({ definition: asking.next, kept: null });
            close();
          }}
        >
          {lostWords(editing?.definition ?? null)}
        </ConfirmDialog>
      )}
      {asking?.kind === 'use' && (
        <ConfirmDialog
          title={`Work in ${asking.environment.name}?`}
          confirm="Use environment"
          busy={use.isPending}
          onClose={close}
          onConfirm={() =>
            use.mutate(
              { name: asking.environment.name },
              {
                onSuccess: () => told(`Working in ${asking.environment.name} now.`),
                onError: refused,
                onSettled: close,
              },
            )
          }
        >
          The present agent stops claiming, answers what it has in hand, and then this environment starts.
          That may take up to a minute.
        </ConfirmDialog>
      )}
      {asking?.kind === 'remove' && (
        <ConfirmDialog
          title={`Remove ${asking.environment.name}?`}
          confirm="Remove"
          busy={remove.isPending}
          onClose={close}
          onConfirm={() => {
            const { name, definition } = asking.environment;
            remove.mutate(
              { name },
              {
                onSuccess: () =>
                  notify({
                    tone: 'info',
                    testId: 'env-outcome',
                    text: (
                      <>
                        {name} was removed. Its ledger stays on this computer.{' '}
                        {definition && (
                          <Button variant="inline-link" onClick={() => undo(definition)}>
                            Undo
                          </Button>
                        )}
                      </>
                    ),
                  }),
                onError: refused,
                onSettled: close,
              },
            );
          }}
        >
          Its definition is deleted here; the ledger with its runs and clients stays in its folder. Nothing
          changes at AWS.
        </ConfirmDialog>
      )}
    </>
  );
}
