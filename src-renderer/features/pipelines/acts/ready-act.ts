import { pipelineActSchema, type PipelineAct } from '#shared/domain/pipeline-act.ts';

/** The act as it would be sent, or one sentence for the first thing that is missing or wrong. */
export type ReadyAct = { ok: true; act: PipelineAct } | { ok: false; sentence: string };

const FIELD_WORDS: Readonly<Record<string, string>> = {
  transitionReason: 'Reason for CodePipeline',
  summary: 'Comment',
  targetExecutionId: 'Execution to go back to',
  variables: 'Variables',
  sourceRevisions: 'Source revisions',
};

/** Checks what was typed; variables and revisions without a value are left out, so that the defaults hold. */
export function readyAct(draft: PipelineAct): ReadyAct {
  const act =
    draft.kind === 'start'
      ? {
          ...draft,
          variables: draft.variables.filter(({ value }) => value !== ''),
          sourceRevisions: draft.sourceRevisions.filter(({ revisionValue }) => revisionValue.trim() !== ''),
        }
      : draft;
  const parsed = pipelineActSchema.safeParse(act);
  if (parsed.success) return { ok: true, act: parsed.data };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  return { ok: false, sentence: `${FIELD_WORDS[field] ?? field}: ${issue?.message ?? 'not valid'}.` };
}

/**
 * The act that a what-if is asked for: texts that change nothing of what follows are left out, so that typing asks nothing again.
 * Null while it is not known what the act is about.
 */
export function triedAct(draft: PipelineAct): PipelineAct | null {
  switch (draft.kind) {
    case 'start':
      return { ...draft, variables: [], sourceRevisions: [] };
    case 'disable-transition':
      return { ...draft, transitionReason: 'what if' };
    case 'approval':
      return { ...draft, summary: '' };
    case 'rollback':
      return draft.targetExecutionId === '' ? null : draft;
    default:
      return draft;
  }
}
