import { actSchema, type Act, type ActKind } from '#shared/domain/acts.ts';
import { fillFailureText, type FailureTextFacts } from '#shared/domain/failure-text.ts';
import type { FailureType } from '#shared/domain/job.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { FAILURE_WORDS } from './act-words.ts';

/** What is typed in an act's dialog, as text: it is kept as it is until the act took effect. */
export interface ActDraft {
  percent: string;
  summary: string;
  failureType: FailureType;
  message: string;
  externalExecutionId: string;
  /** Output variables as name and value; rows without a name are left out. */
  variables: readonly { name: string; value: string }[];
}

export type DraftErrors = Partial<Record<keyof ActDraft, string>>;

/** The output variables of the draft; undefined where there are none. */
export function variablesOf(draft: ActDraft): Record<string, string> | undefined {
  const named = draft.variables.filter(({ name }) => name.trim() !== '');
  return named.length > 0
    ? Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
    : undefined;
}

/** The draft of a bulk: an empty percent leaves each run at its own. */
export function bulkDraft(): ActDraft {
  return {
    percent: '',
    summary: '',
    failureType: 'JobFailed',
    message: FAILURE_WORDS.JobFailed.suggestion,
    externalExecutionId: '',
    variables: [],
  };
}

/** The draft a dialog opens with: progress as it stands, and the suggestion of the commonest failure. */
export function draftFor(detail: RunDetail): ActDraft {
  return { ...bulkDraft(), percent: String(detail.run.percentComplete ?? 0) };
}

/**
 * The act as it would be sent; a field that is not valid gives one sentence under its name instead.
 *
 * @param run the run whose values fill the placeholders of a failure's message; null for a bulk, where the main process fills
 *   them for each run.
 */
export function actOfDraft(
  kind: ActKind,
  draft: ActDraft,
  run: FailureTextFacts | null,
): { ok: true; act: Act } | { ok: false; errors: DraftErrors } {
  const externalExecutionId = draft.externalExecutionId.trim() || undefined;
  const summary = draft.summary.trim() || undefined;
  const keepsPercent = run === null && draft.percent.trim() === '';
  if (kind === 'progress' && !keepsPercent && !/^\s*\d{1,3}\s*$/.test(draft.percent)) {
    return { ok: false, errors: { percent: 'Percent: expected a whole number from 0 to 100.' } };
  }
  const candidate = {
    kind,
    ...(kind === 'progress'
      ? {
          ...(keepsPercent ? {} : { percentComplete: Number(draft.percent) }),
          summary,
          externalExecutionId,
        }
      : {}),
    ...(kind === 'complete' ? { summary, externalExecutionId, outputVariables: variablesOf(draft) } : {}),
    ...(kind === 'fail'
      ? {
          failureType: draft.failureType,
          message: run === null ? draft.message : fillFailureText(draft.message, run),
          externalExecutionId,
        }
      : {}),
  };
  const parsed = actSchema.safeParse(candidate);
  if (parsed.success) return { ok: true, act: parsed.data };
  const errors: DraftErrors = {};
  for (const issue of parsed.error.issues) {
    const field = issue.path[0];
    if (field === 'percentComplete') errors.percent = 'Percent: expected a whole number from 0 to 100.';
    else if (field === 'summary') errors.summary = 'Summary: expected at most 2,048 characters.';
    else if (field === 'outputVariables') {
      errors.variables =
        'Output variables: names of letters, digits, @, - and _; at most 122,880 bytes in all.';
    } else if (field === 'externalExecutionId') {
      errors.externalExecutionId = 'External execution id: expected at most 1,500 characters.';
    } else {
      errors.message = draft.message.trim()
        ? 'Message: expected at most 5,000 characters.'
        : 'Message: expected a text that tells the customer what to do.';
    }
  }
  return { ok: false, errors };
}
