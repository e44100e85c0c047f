import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import type { ReactElement } from 'react';
import { ACTION_CATEGORIES } from '#shared/domain/action-type.ts';
import { BackendTry } from './backend-try.tsx';
import type { ActionTypeDraft, FieldErrors } from './environment-draft.ts';
import { TextField } from './text-field.tsx';

const options = (values: readonly string[]): { value: string; label: string }[] =>
  values.map((value) => ({ value, label: value }));
const CATEGORIES = options(ACTION_CATEGORIES);
const OWNERS = options(['ThirdParty', 'Custom']);
const PROCESSORS = [
  { id: 'http', text: 'HTTP backend' },
  { id: 'manual', text: 'By hand' },
];

interface Props {
  type: ActionTypeDraft;
  at: number;
  /** In whose name a try-out speaks to the backend. */
  region: string;
  errors: FieldErrors;
  warnings: FieldErrors;
  onType: (change: Partial<ActionTypeDraft>) => void;
}

function BackendFields({ type, at, region, errors, onType }: Props): ReactElement {
  const error = (field: string): string | undefined => errors[`actionTypes.${at}.processor.${field}`];
  return (
    <>
      <div className="ad-fields-2">
        <TextField
          name={`type-${at}-start-url`}
          label="Start URL"
          placeholder="https://backend.example.com/runs"
          value={type.startUrl}
          error={error('startUrl')}
          onValue={(startUrl) => onType({ startUrl })}
        />
        <TextField
          name={`type-${at}-status-url`}
          label="Status URL"
          placeholder="https://backend.example.com/runs/{ExternalExecutionId}"
          value={type.statusUrl}
          error={error('statusUrl')}
          onValue={(statusUrl) => onType({ statusUrl })}
        />
        <TextField
          name={`type-${at}-cancel-url`}
          label="Cancel URL (optional)"
          placeholder="https://backend.example.com/runs/{ExternalExecutionId}/cancel"
          value={type.cancelUrl}
          error={error('cancelUrl')}
          onValue={(cancelUrl) => onType({ cancelUrl })}
        />
        <TextField
          name={`type-${at}-grace`}
          label="Backend grace, seconds"
          value={type.backendGraceSeconds}
          error={error('backendGraceSeconds')}
          onValue={(backendGraceSeconds) => onType({ backendGraceSeconds })}
        />
      </div>
      <Checkbox
        checked={type.passArtifactCredentials}
        description="The backend then reads and writes the customer’s artifacts itself, for about 15 minutes a job."
        onChange={({ detail }) => onType({ passArtifactCredentials: detail.checked })}
      >
        Pass the temporary artifact credentials to the backend
      </Checkbox>
      <BackendTry type={type} region={region} />
    </>
  );
}

/** One action type of an environment: its identity at AWS, and what does its work. */
export function ActionTypeEditor(props: Props & { onRemove: (() => void) | null }): ReactElement {
  const { type, at, errors, warnings, onType } = props;
  const error = (field: string): string | undefined => errors[`actionTypes.${at}.${field}`];
  const select = (label: string, field: 'category' | 'owner', choices: typeof OWNERS): ReactElement => (
    <FormField label={label} errorText={error(field)} stretch>
      <Select
        selectedOption={choices.find((option) => option.value === type[field]) ?? null}
        options={choices}
        onChange={({ detail }) => onType({ [field]: detail.selectedOption.value ?? '' })}
      />
    </FormField>
  );
  return (
    <fieldset className="ad-action-type">
      <legend>Action type {at + 1}</legend>
      <div className="ad-fields-4">
        {select('Category', 'category', CATEGORIES)}
        {select('Owner', 'owner', OWNERS)}
        <TextField
          name={`type-${at}-provider`}
          label="Provider"
          placeholder="Northwind-LoadTest"
          value={type.provider}
          error={error('provider')}
          onValue={(provider) => onType({ provider })}
        />
        <TextField
          name={`type-${at}-version`}
          label="Version"
          value={type.version}
          error={error('version')}
          onValue={(version) => onType({ version })}
        />
      </div>
      <TextField
        name={`type-${at}-execution-url`}
        label="Execution URL template (optional)"
        placeholder="https://example.com/runs/{ExternalExecutionId}"
        value={type.executionUrlTemplate}
        error={error('executionUrlTemplate')}
        onValue={(executionUrlTemplate) => onType({ executionUrlTemplate })}
      />
      <div className="ad-fields-2">
        <TextField
          name={`type-${at}-timeout`}
          label="Job time-out, seconds"
          value={type.jobTimeoutSeconds}
          error={error('jobTimeoutSeconds')}
          warning={warnings[`actionTypes.${at}.jobTimeoutSeconds`]}
          onValue={(jobTimeoutSeconds) => onType({ jobTimeoutSeconds })}
        />
        <TextField
          name={`type-${at}-secret-keys`}
          label="Secret configuration keys (optional)"
          placeholder="ApiKey, Password"
          value={type.secretConfigurationKeys}
          error={error('secretConfigurationKeys')}
          onValue={(secretConfigurationKeys) => onType({ secretConfigurationKeys })}
        />
      </div>
      <div className="ad-fields-row">
        <FormField label="Who does the work">
          <SegmentedControl
            data-testid={`env-type-${at}-processor`}
            selectedId={type.processorKind}
            options={PROCESSORS}
            onChange={({ detail }) =>
              onType({ processorKind: detail.selectedId === 'manual' ? 'manual' : 'http' })
            }
          />
        </FormField>
        {props.onRemove && (
          <Button iconName="remove" onClick={props.onRemove}>
            Remove this action type
          </Button>
        )}
      </div>
      {type.processorKind === 'http' ? (
        <BackendFields {...props} />
      ) : (
        <div className="ad-muted">Jobs stay visible and unclaimed until an engineer acknowledges them.</div>
      )}
    </fieldset>
  );
}
