import { actSchema, type Act, type ActKind } from '#shared/domain/acts.ts';
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
}

export type DraftErrors = Partial<Record<keyof ActDraft, string>>;

/** The draft a dialog opens with: progress as it stands, and the suggestion of the commonest failure. */
export function draftFor(detail: RunDetail): ActDraft {
  return {
    percent: String(detail.run.percentComplete ?? 0),
    summary: '',
    failureType: 'JobFailed',
    message: FAILURE_WORDS.JobFailed.suggestion,
    externalExecutionId: '',
  };
}

/** The act as it would be sent; a field that is not valid gives one sentence under its name instead. */
export function actOfDraft(
  kind: ActKind,
  draft: ActDraft,
): { ok: true; act: Act } | { ok: false; errors: DraftErrors } {
  const externalExecutionId = draft.externalExecutionId.trim() || undefined;
  const summary = draft.summary.trim() || undefined;
  if (kind === 'progress' && !/^\s*\d{1,3}\s*$/.test(draft.percent)) {
    return { ok: false, errors: { percent: 'Percent: expected a whole number from 0 to 100.' } };
  }
  const candidate = {
    kind,
    ...(kind === 'progress' ? { percentComplete: Number(draft.percent), summary, externalExecutionId } : {}),
    ...(kind === 'complete' ? { summary, externalExecutionId } : {}),
    ...(kind === 'fail'
      ? { failureType: draft.failureType, message: draft.message, externalExecutionId }
      : {}),
  };
  const parsed = actSchema.safeParse(candidate);
  if (parsed.success) return { ok: true, act: parsed.data };
  const errors: DraftErrors = {};
  for (const issue of parsed.error.issues) {
    const field = issue.path[0];
    if (field === 'percentComplete') errors.percent = 'Percent: expected a whole number from 0 to 100.';
    else if (field === 'summary') errors.summary = 'Summary: expected at most 2,048 characters.';
    else if (field === 'externalExecutionId') {
      errors.externalExecutionId = 'External execution id: expected at most 1,500 characters.';
    } else {
      errors.message = draft.message.trim()
        ? 'Message: expected at most 5,000 characters.'
        : 'Message: expected a text that tells the customer what to do.';
    }
  }
  return { ok: false, errors };
}
