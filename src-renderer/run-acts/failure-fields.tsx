import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState, type ReactElement } from 'react';
import {
  emptyPlaceholders,
  fillFailureText,
  unknownPlaceholders,
  type FailureTextFacts,
} from '#shared/domain/failure-text.ts';
import { FAILURE_TYPES } from '#shared/domain/job.ts';
import { LIMITS } from '#shared/domain/limits.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import type { ActDraft, DraftErrors } from './act-draft.ts';
import { FAILURE_WORDS, isSuggestion } from './act-words.ts';
import { TemplatesDialog } from './templates-dialog.tsx';

const TYPE_OPTIONS = FAILURE_TYPES.map((type) => ({
  value: type,
  label: type,
  description: FAILURE_WORDS[type].meaning,
}));

const braced = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ');

/** What becomes of the text: how it reads for this run, and what is not as one may think. */
function Filled({ text, run }: { text: string; run: FailureTextFacts | null }): ReactElement | null {
  const unknown = unknownPlaceholders(text);
  const empty = run ? emptyPlaceholders(text, run) : [];
  const filled = run ? fillFailureText(text, run) : text;
  if (filled === text && unknown.length === 0 && empty.length === 0) return null;
  return (
    <div className="ad-filled" data-testid="fail-filled">
      {filled !== text && (
        <>
          <div className="ad-muted">The customer reads</div>
          <div className="ad-wrap">{filled}</div>
        </>
      )}
      {empty.length > 0 && (
        <div className="ad-muted">{`Not known for this run, left empty: ${braced(empty)}.`}</div>
      )}
      {unknown.length > 0 && (
        <div className="ad-muted">{`No placeholder, sent as it is: ${braced(unknown)}.`}</div>
      )}
    </div>
  );
}

/** Failure type and message, from a suggested text or a template of one's own. `run` is null for a bulk. */
export function FailureFields(props: {
  draft: ActDraft;
  errors: DraftErrors;
  run: FailureTextFacts | null;
  onDraft: (change: Partial<ActDraft>) => void;
}): ReactElement {
  const { draft, errors, run, onDraft } = props;
  const { preferences } = usePreferences();
  const [managing, setManaging] = useState(false);
  const templates = preferences.failureTemplates;
  const ownTexts = new Set(templates.map(({ message }) => message));
  const chooseType = (type: string | undefined): void => {
    const failureType = FAILURE_TYPES.find((one) => one === type);
    if (!failureType) return;
    const message = isSuggestion(draft.message) ? FAILURE_WORDS[failureType].suggestion : draft.message;
    onDraft({ failureType, message });
  };
  const options = [
    ...(templates.length > 0
      ? [
          {
            label: 'Yours',
            options: templates.map(({ name, message, failureType }, at) => ({
              value: `own ${at}`,
              label: name,
              description: message,
              tags: [failureType],
            })),
          },
        ]
      : []),
    {
      label: 'Suggested',
      options: FAILURE_TYPES.map((type) => ({
        value: type,
        label: type,
        description: FAILURE_WORDS[type].suggestion,
      })),
    },
  ];
  const chooseText = (value: string | undefined): void => {
    const own = value?.startsWith('own ') ? templates[Number(value.slice(4))] : undefined;
    const failureType = own?.failureType ?? FAILURE_TYPES.find((type) => type === value);
    if (failureType) onDraft({ failureType, message: own?.message ?? FAILURE_WORDS[failureType].suggestion });
  };
  const chosen = templates.findIndex(({ message }) => message === draft.message);
  const shown =
    chosen >= 0
      ? { value: `own ${chosen}`, label: templates[chosen]?.name ?? '' }
      : isSuggestion(draft.message) && draft.message.trim() !== ''
        ? { value: draft.failureType, label: `Suggested for ${draft.failureType}` }
        : null;
  const length = (run ? fillFailureText(draft.message, run) : draft.message).trim().length;
  return (
    <SpaceBetween size="m">
      <FormField label="Failure type" description={FAILURE_WORDS[draft.failureType].meaning}>
        <Select
          data-testid="fail-type"
          selectedOption={TYPE_OPTIONS.find((option) => option.value === draft.failureType) ?? null}
          options={TYPE_OPTIONS}
          onChange={({ detail }) => chooseType(detail.selectedOption.value)}
        />
      </FormField>
      <FormField
        label="Text"
        info={
          <Button variant="inline-link" data-testid="fail-templates" onClick={() => setManaging(true)}>
            Templates…
          </Button>
        }
      >
        <Select
          data-testid="fail-text"
          selectedOption={shown}
          placeholder="Your own words"
          options={options}
          onChange={({ detail }) => chooseText(detail.selectedOption.value)}
        />
      </FormField>
      <FormField
        label="Message to the customer"
        errorText={errors.message}
        constraintText={`${length.toLocaleString('en')} of ${LIMITS.failureMessage.toLocaleString('en')} characters${run ? '' : '; placeholders are filled for each run'}`}
      >
        <Textarea
          data-testid="fail-message"
          rows={4}
          value={draft.message}
          onChange={({ detail }) => onDraft({ message: detail.value })}
        />
      </FormField>
      <Filled text={draft.message} run={run} />
      {managing && (
        <TemplatesDialog
          present={
            ownTexts.has(draft.message) || isSuggestion(draft.message)
              ? null
              : { failureType: draft.failureType, message: draft.message }
          }
          onClose={() => setManaging(false)}
        />
      )}
    </SpaceBetween>
  );
}
