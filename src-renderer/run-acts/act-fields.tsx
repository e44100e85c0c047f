import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Slider from '@cloudscape-design/components/slider';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import type { FailureTextFacts } from '#shared/domain/failure-text.ts';
import { LIMITS } from '#shared/domain/limits.ts';
import type { ActDraft, DraftErrors } from './act-draft.ts';
import { FailureFields } from './failure-fields.tsx';
import { OutputVariables } from './output-variables.tsx';

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

function BulkPercent({ draft, errors, onDraft }: Props): ReactElement {
  return (
    <FormField
      label="Percent complete"
      description="Empty leaves each run at its own percentage: a plain keep-alive."
      errorText={errors.percent}
    >
      <Input
        type="number"
        ariaLabel="Percent complete"
        value={draft.percent}
        onChange={({ detail }) => onDraft({ percent: detail.value })}
      />
    </FormField>
  );
}

/** Whether an act has fields of its own. */
export function hasFields(kind: ActKind): boolean {
  return kind === 'progress' || kind === 'complete' || kind === 'fail';
}

/**
 * The fields of an act; acts without any show none. `run` is null for a bulk. The execution id is asked for only while none is
 * known, output variables where the protocol takes them.
 */
export function ActFields(
  props: Props & {
    kind: ActKind;
    run: FailureTextFacts | null;
    askExecutionId: boolean;
    askVariables: boolean;
  },
): ReactElement | null {
  const { kind, draft, errors, onDraft } = props;
  if (!hasFields(kind)) return null;
  return (
    <SpaceBetween size="m">
      {kind === 'progress' && (props.run ? <PercentField {...props} /> : <BulkPercent {...props} />)}
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
      {kind === 'complete' && props.askVariables && (
        <OutputVariables
          variables={draft.variables}
          error={errors.variables}
          onVariables={(variables) => onDraft({ variables })}
        />
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
