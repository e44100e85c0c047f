import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { RollbackFields } from './rollback-fields.tsx';
import { StartFields } from './start-fields.tsx';

/** What a person decides about an act; nothing for those that have nothing to decide. */
export function ActFields(props: {
  draft: PipelineAct;
  snapshot: PipelineSnapshot;
  onDraft: (draft: PipelineAct) => void;
}): ReactElement | null {
  const { draft, snapshot, onDraft } = props;
  switch (draft.kind) {
    case 'start':
      return <StartFields draft={draft} snapshot={snapshot} onDraft={onDraft} />;
    case 'stop': {
      const row = snapshot.executions.find(({ executionId }) => executionId === draft.executionId);
      const stopping = row?.status === 'Stopping';
      return (
        <RadioGroup
          ariaLabel="How to stop"
          value={draft.abandon ? 'abandon' : 'wait'}
          items={[
            {
              value: 'wait',
              label: 'Stop and wait',
              disabled: stopping,
              description: stopping
                ? 'It is Stopping already: only abandoning is left.'
                : 'Actions in progress end; nothing further starts. AWS recommends this one.',
            },
            {
              value: 'abandon',
              label: 'Stop and abandon',
              description: 'Does not wait. What the providers do goes on and can end out of sequence.',
            },
          ]}
          onChange={({ detail }) => onDraft({ ...draft, abandon: detail.value === 'abandon' })}
        />
      );
    }
    case 'retry':
      return (
        <RadioGroup
          ariaLabel="What to retry"
          value={draft.mode}
          items={[
            {
              value: 'FAILED_ACTIONS',
              label: 'FAILED_ACTIONS',
              description: 'Only the actions of the stage that failed',
            },
            {
              value: 'ALL_ACTIONS',
              label: 'ALL_ACTIONS',
              description: 'The whole stage from its first action',
            },
          ]}
          onChange={({ detail }) =>
            onDraft({ ...draft, mode: detail.value === 'ALL_ACTIONS' ? 'ALL_ACTIONS' : 'FAILED_ACTIONS' })
          }
        />
      );
    case 'disable-transition':
      return (
        <FormField
          label="Reason for CodePipeline"
          constraintText="Everybody who sees the pipeline reads it. Letters, digits, spaces and ! @ ( ) . * ? -"
        >
          <Input
            data-testid="transition-reason"
            ariaRequired
            value={draft.transitionReason}
            autoComplete={false}
            onChange={({ detail }) => onDraft({ ...draft, transitionReason: detail.value.slice(0, 300) })}
          />
        </FormField>
      );
    case 'approval':
      return (
        <SpaceBetween size="m">
          <RadioGroup
            ariaLabel="Answer"
            value={draft.status}
            items={[
              { value: 'Approved', label: 'Approve', description: 'The stage goes on.' },
              { value: 'Rejected', label: 'Reject', description: 'The action fails, and the stage with it.' },
            ]}
            onChange={({ detail }) =>
              onDraft({ ...draft, status: detail.value === 'Rejected' ? 'Rejected' : 'Approved' })
            }
          />
          <FormField
            label={
              <>
                Comment <i>- optional</i>
              </>
            }
            constraintText="Kept by CodePipeline beside the answer."
          >
            <Input
              value={draft.summary}
              autoComplete={false}
              onChange={({ detail }) => onDraft({ ...draft, summary: detail.value.slice(0, 512) })}
            />
          </FormField>
        </SpaceBetween>
      );
    case 'rollback':
      return <RollbackFields draft={draft} snapshot={snapshot} onDraft={onDraft} />;
    default:
      return null;
  }
}
