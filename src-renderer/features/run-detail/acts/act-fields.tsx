import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Slider from '@cloudscape-design/components/slider';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { LIMITS } from '#shared/domain/limits.ts';
import type { ActDraft, DraftErrors } from './act-draft.ts';
import { FAILURE_WORDS, isSuggestion } from './act-words.ts';

const FAILURE_OPTIONS = FAILURE_TYPES.map((type) => ({
  value: type,
  label: type,
  description: FAILURE_WORDS[type].meaning,
}));

const count = (text: string, most: number): string =>
  `${text.length.toLocaleString('en')} of ${most.toLocaleString('en')} characters`;

interface Props {
  draft: ActDraft;
  errors: DraftErrors;
  onDraft: (change: Partial<ActDraft>) => void;
}

function PercentField({ draft, errors, onDraft }: Props): ReactElement {
  const value = Math.min(100, Math.max(0, Number(draft.percent) || 0));
  return (
    <FormField label="Percent complete" errorText={errors.percent}>
      <div className="ad-percent">
        <Slider
          ariaLabel="Percent complete"
          min={0}
          max={100}
          value={value}
          onChange={({ detail }) => onDraft({ percent: String(detail.value) })}
        />
        <div data-testid="progress-percent" className="ad-percent-number">
          <Input
            type="number"
            ariaLabel="Percent complete as a number"
            value={draft.percent}
            onChange={({ detail }) => onDraft({ percent: detail.value })}
          />
        </div>
      </div>
    </FormField>
  );
}

function FailureFields({ draft, errors, onDraft }: Props): ReactElement {
  const choose = (type: string | undefined): void => {
    const failureType = FAILURE_TYPES.find((one) => one === type);
    if (!failureType) return;
    const message = isSuggestion(draft.message) ? FAILURE_WORDS[failureType].suggestion : draft.message;
    onDraft({ failureType, message });
  };
  return (
    <SpaceBetween size="m">
      <FormField label="Failure type" description={FAILURE_WORDS[draft.failureType].meaning}>
        <Select
          data-testid="fail-type"
          selectedOption={FAILURE_OPTIONS.find((option) => option.value === draft.failureType) ?? null}
          options={FAILURE_OPTIONS}
          onChange={({ detail }) => choose(detail.selectedOption.value)}
        />
      </FormField>
      <FormField
        label="Message to the customer"
        errorText={errors.message}
        constraintText={count(draft.message, LIMITS.failureMessage)}
      >
        <Textarea
          data-testid="fail-message"
          rows={4}
          value={draft.message}
          onChange={({ detail }) => onDraft({ message: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}

/** The fields of an act; acts without any show none. The execution id is asked for only while none is known. */
export function ActFields(props: Props & { kind: ActKind; askExecutionId: boolean }): ReactElement | null {
  const { kind, draft, errors, onDraft } = props;
  if (kind !== 'progress' && kind !== 'complete' && kind !== 'fail') return null;
  return (
    <SpaceBetween size="m">
      {kind === 'progress' && <PercentField {...props} />}
      {kind === 'fail' && <FailureFields {...props} />}
      {kind !== 'fail' && (
        <FormField
          label="Summary"
          errorText={errors.summary}
          constraintText={count(draft.summary, LIMITS.summary)}
        >
          <Textarea
            data-testid="act-summary"
            rows={2}
            placeholder="What the customer reads beside the action"
            value={draft.summary}
            onChange={({ detail }) => onDraft({ summary: detail.value })}
          />
        </FormField>
      )}
      {props.askExecutionId && (
        <FormField
          label="External execution id"
          description="None is known yet. It makes the Details link that the customer sees."
          errorText={errors.externalExecutionId}
        >
          <Input
            data-testid="act-execution-id"
            value={draft.externalExecutionId}
            onChange={({ detail }) => onDraft({ externalExecutionId: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
