import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Environment } from '#shared/domain/environment.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import {
  draftWarnings,
  environmentDraft,
  environmentOfDraft,
  type FieldErrors,
} from './environment-draft.ts';
import { EnvironmentFields } from './environment-fields.tsx';

/** Makes or changes an environment. It closes only when stored; a test stores nothing. */
export function EnvironmentEditor(props: {
  definition: Environment | null;
  takenNames: readonly string[];
  onClose: () => void;
}): ReactElement {
  const { definition, onClose } = props;
  const [draft, setDraft] = useState(() => environmentDraft(definition));
  const [errors, setErrors] = useState<FieldErrors>({});
  const save = useChange('environments.save', ['environments.list']);
  const test = useChange('environments.test', []);
  const notify = useNotify();
  const form = useRef<HTMLElement>(null);
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
  const submit = (): void => {
    const environment = checked();
    if (!environment) return;
    save.mutate(environment, {
      onSuccess: ({ warnings }) => {
        notify({
          tone: warnings.length > 0 ? 'warning' : 'success',
          title: `Environment ${environment.name} is stored`,
          text: warnings.length > 0 ? warnings.join(' ') : 'Choose Use to work in it.',
          testId: 'env-outcome',
        });
        onClose();
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
      <EnvironmentFields
        draft={draft}
        errors={errors}
        warnings={draftWarnings(draft)}
        isNew={definition === null}
        onDraft={(change) => setDraft((present) => ({ ...present, ...change }))}
      />
      {test.data && (
        <ul className="ad-test-results" data-testid="env-test-results">
          {test.data.map(({ region, ok, sentence }) => (
            <li key={region}>
              <strong>{region}</strong>
              <StatusIndicator type={ok ? 'success' : 'error'}>{sentence}</StatusIndicator>
            </li>
          ))}
        </ul>
      )}
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
          <Button variant="link" onClick={onClose}>
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
    </section>
  );
}
