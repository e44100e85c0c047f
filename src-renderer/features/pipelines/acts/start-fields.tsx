import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';

type Start = Extract<PipelineAct, { kind: 'start' }>;
type Revision = Start['sourceRevisions'][number];

/** Source: SourceRevisionOverride in the CodePipeline API reference. */
const REVISION_TYPES: readonly Revision['revisionType'][] = [
  'COMMIT_ID',
  'IMAGE_DIGEST',
  'S3_OBJECT_VERSION_ID',
  'S3_OBJECT_KEY',
];

/** What a source of this provider is told a revision by. */
function usualType(provider: string): Revision['revisionType'] {
  if (provider === 'S3') return 'S3_OBJECT_VERSION_ID';
  return provider === 'ECR' ? 'IMAGE_DIGEST' : 'COMMIT_ID';
}

/** Values of the pipeline's variables and, for other revisions than the newest, the source revisions. */
export function StartFields(props: {
  draft: Start;
  snapshot: PipelineSnapshot;
  onDraft: (draft: Start) => void;
}): ReactElement {
  const { draft, snapshot, onDraft } = props;
  const sources = snapshot.stages.flatMap(({ actions }) =>
    actions.filter(({ actionTypeId }) => actionTypeId.category === 'Source'),
  );
  const setVariable = (name: string, value: string): void =>
    onDraft({
      ...draft,
      variables: draft.variables.map((one) => (one.name === name ? { name, value } : one)),
    });
  const revisionOf = (actionName: string, provider: string): Revision =>
    draft.sourceRevisions.find((one) => one.actionName === actionName) ?? {
      actionName,
      revisionType: usualType(provider),
      revisionValue: '',
    };
  const setRevision = (revision: Revision): void =>
    onDraft({
      ...draft,
      sourceRevisions: [
        ...draft.sourceRevisions.filter(({ actionName }) => actionName !== revision.actionName),
        revision,
      ],
    });
  return (
    <SpaceBetween size="s">
      {snapshot.variables.map(({ name, defaultValue, description }) => (
        <FormField
          key={name}
          label={name}
          description={description ?? undefined}
          constraintText={
            defaultValue === null ? 'No default: a value is needed.' : `Default: ${defaultValue}`
          }
        >
          <Input
            value={draft.variables.find((one) => one.name === name)?.value ?? ''}
            placeholder={defaultValue ?? ''}
            autoComplete={false}
            onChange={({ detail }) => setVariable(name, detail.value.slice(0, 1000))}
          />
        </FormField>
      ))}
      {sources.length > 0 && (
        <ExpandableSection headerText="Source revisions" headerDescription="Else the newest are taken.">
          <SpaceBetween size="s">
            {sources.map(({ name, actionTypeId }) => {
              const revision = revisionOf(name, actionTypeId.provider);
              return (
                <FormField key={name} label={`${name} (${actionTypeId.provider})`}>
                  <div className="ad-pl-revision">
                    <Select
                      ariaLabel={`Type of the revision of ${name}`}
                      selectedOption={{ value: revision.revisionType }}
                      options={REVISION_TYPES.map((value) => ({ value }))}
                      onChange={({ detail }) => {
                        const revisionType = REVISION_TYPES.find(
                          (one) => one === detail.selectedOption.value,
                        );
                        if (revisionType) setRevision({ ...revision, revisionType });
                      }}
                    />
                    <Input
                      ariaLabel={`Revision of ${name}`}
                      value={revision.revisionValue}
                      placeholder="The newest"
                      autoComplete={false}
                      onChange={({ detail }) =>
                        setRevision({ ...revision, revisionValue: detail.value.slice(0, 1500) })
                      }
                    />
                  </div>
                </FormField>
              );
            })}
          </SpaceBetween>
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}
