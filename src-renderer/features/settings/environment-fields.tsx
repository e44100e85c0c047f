import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import type { ReactElement } from 'react';
import { ActionTypeEditor } from './action-type-editor.tsx';
import { actionTypeDraft, type EnvironmentDraft, type FieldErrors } from './environment-draft.ts';
import { ProtectionField } from './protection-field.tsx';
import { RegionsField } from './regions-field.tsx';
import { TextField } from './text-field.tsx';

const CREDENTIALS = [
  { id: 'chain', text: 'Standard chain' },
  { id: 'profile', text: 'Named profile' },
];

/** All fields of an environment, with errors and warnings beside them. */
export function EnvironmentFields(props: {
  draft: EnvironmentDraft;
  errors: FieldErrors;
  warnings: FieldErrors;
  isNew: boolean;
  onDraft: (change: Partial<EnvironmentDraft>) => void;
}): ReactElement {
  const { draft, errors, warnings, onDraft } = props;
  return (
    <div className="ad-environment-fields">
      <div className="ad-fields-3">
        <TextField
          name="name"
          label="Name"
          placeholder="production"
          disabled={!props.isNew}
          value={draft.name}
          error={errors.name}
          onValue={(name) => onDraft({ name })}
        />
        <TextField
          name="poll-seconds"
          label="Poll interval, seconds"
          value={draft.pollSeconds}
          error={errors.pollSeconds}
          onValue={(pollSeconds) => onDraft({ pollSeconds })}
        />
        <TextField
          name="max-runs"
          label="Runs at once"
          value={draft.maxConcurrentRuns}
          error={errors.maxConcurrentRuns}
          onValue={(maxConcurrentRuns) => onDraft({ maxConcurrentRuns })}
        />
      </div>
      <div className="ad-fields-row">
        <FormField label="AWS credentials">
          <SegmentedControl
            data-testid="env-credentials"
            selectedId={draft.credentials}
            options={CREDENTIALS}
            onChange={({ detail }) =>
              onDraft({ credentials: detail.selectedId === 'profile' ? 'profile' : 'chain' })
            }
          />
        </FormField>
        {draft.credentials === 'profile' ? (
          <TextField
            name="profile"
            label="Profile"
            placeholder="A name from ~/.aws/config"
            value={draft.profile}
            error={errors['credentials.profile']}
            onValue={(profile) => onDraft({ profile })}
          />
        ) : (
          <div className="ad-muted ad-fields-note">
            Environment variables, the default profile, SSO or an instance role, as the AWS SDK finds them.
          </div>
        )}
      </div>
      <ProtectionField protection={draft.protection} onProtection={(protection) => onDraft({ protection })} />
      <RegionsField
        regions={draft.regions}
        typed={draft.typedRegion}
        error={errors.regions}
        onChange={(regions, typedRegion) => onDraft({ regions, typedRegion })}
      />
      {draft.actionTypes.map((type, at) => (
        <ActionTypeEditor
          key={type.id}
          type={type}
          at={at}
          region={draft.regions[0] ?? 'us-east-1'}
          errors={errors}
          warnings={warnings}
          onType={(change) =>
            onDraft({
              actionTypes: draft.actionTypes.map((one) => (one.id === type.id ? { ...one, ...change } : one)),
            })
          }
          onRemove={
            draft.actionTypes.length > 1
              ? () => onDraft({ actionTypes: draft.actionTypes.filter((one) => one.id !== type.id) })
              : null
          }
        />
      ))}
      {errors.actionTypes && <div className="ad-tone-bad">{errors.actionTypes}</div>}
      <div>
        <Button
          iconName="add-plus"
          onClick={() => onDraft({ actionTypes: [...draft.actionTypes, actionTypeDraft()] })}
        >
          Add an action type
        </Button>
      </div>
      <div className="ad-fields-2">
        <TextField
          name="codepipeline-endpoint"
          label="CodePipeline endpoint (optional)"
          placeholder="The region’s own"
          value={draft.codepipelineEndpoint}
          error={errors['endpoints.codepipeline']}
          onValue={(codepipelineEndpoint) => onDraft({ codepipelineEndpoint })}
        />
        <TextField
          name="s3-endpoint"
          label="S3 endpoint (optional)"
          placeholder="The region’s own"
          value={draft.s3Endpoint}
          error={errors['endpoints.s3']}
          onValue={(s3Endpoint) => onDraft({ s3Endpoint })}
        />
      </div>
    </div>
  );
}
