import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Environment } from '#shared/domain/environment.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ConnectionReport } from './connection-report.tsx';
import {
  draftWarnings,
  environmentDraft,
  environmentOfDraft,
  isChanged,
  type EnvironmentDraft,
  type FieldErrors,
} from './environment-draft.ts';
import { EnvironmentFields } from './environment-fields.tsx';
import { keepDraft, lostWords } from './kept-draft.ts';
import { LeaveQuestion } from './leave-question.tsx';
import { useKeptWord } from './use-kept-word.tsx';

/**
 * Makes or changes an environment. It closes when stored, or after a question about what was typed; a test stores nothing.
 * `initial` is what was typed before the page was left.
 */
export function EnvironmentEditor(props: {
  definition: Environment | null;
  initial: EnvironmentDraft | null;
  takenNames: readonly string[];
  /** Saving starts it anew. */
  isAtWork: boolean;
  onClose: () => void;
}): ReactElement {
  const { definition, onClose } = props;
  const [draft, setDraft] = useState(() => props.initial ?? environmentDraft(definition));
  const [asksToDiscard, setAsksToDiscard] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const save = useChange('environments.save', ['environments.list']);
  const test = useChange('environments.test', []);
  const notify = useNotify();
  const form = useRef<HTMLElement>(null);
  const changed = isChanged(draft, definition);
  useEffect(() => {
    keepDraft(changed ? { definition, draft } : null);
  }, [changed, definition, draft]);
  useKeptWord();
  const discard = (): void => {
    keepDraft(null);
    onClose();
  };
  useEffect(() => {
    if (Object.keys(errors).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const checked = (): Environment | null => {
    const built = environmentOfDraft(draft);
    if (!built.ok) {
      setErrors(built.errors);
      return null;
    }
    if (definition === null && props.takenNames.includes(built.environment.name)) {
      setErrors({ name: 'Name: expected one that no other environment has.' });
      return null;
    }
    setErrors({});
    return built.environment;
  };
  const done = props.isAtWork ? 'It was started anew with these settings.' : 'Choose Use to work in it.';
  const submit = (): void => {
    const environment = checked();
    if (!environment) return;
    save.mutate(environment, {
      onSuccess: ({ warnings }) => {
        notify({
          tone: warnings.length > 0 ? 'warning' : 'success',
          title: `Environment ${environment.name} is stored`,
          text: warnings.length > 0 ? warnings.join(' ') : done,
          testId: 'env-outcome',
        });
        discard();
      },
    });
  };
  const runTest = (): void => {
    const environment = checked();
    if (environment) test.mutate(environment);
  };
  const faults = Object.keys(errors).length;

  return (
    <section ref={form} className="ad-settings-panel" data-testid="env-editor" aria-label="Environment">
      <h2>{definition ? `Environment ${definition.name}` : 'New environment'}</h2>
      {props.initial && (
        <p className="ad-muted" role="status">
          This is what you typed before you left the page; it is not stored yet.
        </p>
      )}
      <EnvironmentFields
        draft={draft}
        errors={errors}
        warnings={draftWarnings(draft)}
        isNew={definition === null}
        onDraft={(change) => setDraft((present) => ({ ...present, ...change }))}
      />
      {test.data && <ConnectionReport report={test.data} />}
      {faults > 0 && (
        <Alert type="error">
          {faults === 1
            ? Object.values(errors)[0]
            : `${faults} fields need another value; nothing was stored.`}
        </Alert>
      )}
      {(save.error ?? test.error) && (
        <Alert type="error" header={save.error ? 'Not stored' : 'Not tested'}>
          {sentenceOf(save.error ?? test.error)}
        </Alert>
      )}
      <div className="ad-settings-foot">
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={() => (changed ? setAsksToDiscard(true) : discard())}>
            Cancel
          </Button>
          <Button
            data-testid="env-test"
            loading={test.isPending}
            loadingText="Asking each region"
            onClick={runTest}
          >
            Test connection
          </Button>
          <Button variant="primary" data-testid="env-save" loading={save.isPending} onClick={submit}>
            Save environment
          </Button>
        </SpaceBetween>
      </div>
      <LeaveQuestion unsaved={changed} onDiscard={discard}>
        {lostWords(definition)}
      </LeaveQuestion>
      {asksToDiscard && (
        <ConfirmDialog
          title="Discard what you typed?"
          confirm="Discard"
          cancel="Keep editing"
          busy={false}
          onClose={() => setAsksToDiscard(false)}
          onConfirm={discard}
        >
          {lostWords(definition)}
        </ConfirmDialog>
      )}
    </section>
  );
}
