import type { ActKind } from '#shared/domain/acts.ts';
import { carriedToken } from '#shared/domain/continuation-token.ts';
import { fillFailureText } from '#shared/domain/failure-text.ts';
import { asRunId } from '#shared/domain/ids.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import { variablesOf, type ActDraft } from './act-draft.ts';

/** A call that an act will make. `parameters` are those of the AWS API reference; secrets are marked, never shown. */
export interface ApiCall {
  operation: string;
  parameters: Record<string, unknown>;
}

/** What the agent sends at most beside a continuation token. */
const MOST_WITH_TOKEN = 99;

/** The calls of an act in their order; an empty percent leaves the run at its own. `note` says what is not a call to CodePipeline. */
export function callsOfAct(
  kind: ActKind,
  detail: RunDetail,
  draft: ActDraft,
): { calls: ApiCall[]; note: string | null } {
  const { run } = detail;
  const thirdParty = run.protocol === 'third-party';
  const job = { jobId: run.currentJobId, ...(thirdParty ? { clientToken: SECRET_MARK } : {}) };
  const name = (custom: string, third: string): string => (thirdParty ? third : custom);
  const externalExecutionId = draft.externalExecutionId.trim() || run.externalExecutionId || undefined;
  const summary = draft.summary.trim() || undefined;
  const percent = draft.percent.trim() === '' ? (run.percentComplete ?? undefined) : Number(draft.percent);
  const success = name('PutJobSuccessResult', 'PutThirdPartyJobSuccessResult');
  const claim: ApiCall = {
    operation: name('AcknowledgeJob', 'AcknowledgeThirdPartyJob'),
    parameters: { ...job, nonce: SECRET_MARK },
  };
  const unclaimed = run.state === 'waiting-for-engineer' || run.state === 'needs-token';
  switch (kind) {
    case 'acknowledge':
      return { calls: [claim], note: null };
    case 'progress':
      return {
        calls: [
          {
            operation: success,
            parameters: {
              ...job,
              continuationToken: carriedToken(
                { ...run, runId: asRunId(run.runId), continuationToken: detail.continuationToken },
                externalExecutionId ?? null,
              ),
              executionDetails: {
                externalExecutionId,
                percentComplete: percent === undefined ? undefined : Math.min(MOST_WITH_TOKEN, percent),
                summary,
              },
            },
          },
        ],
        note:
          percent !== undefined && percent > MOST_WITH_TOKEN
            ? 'Beside a continuation token 100% would read as done: 99% is sent.'
            : null,
      };
    case 'complete':
      return {
        calls: [
          {
            operation: success,
            parameters: {
              ...job,
              executionDetails: { externalExecutionId, percentComplete: 100, summary },
              outputVariables: thirdParty ? undefined : variablesOf(draft),
            },
          },
        ],
        note: 'No continuation token: that is what makes it the final result.',
      };
    case 'fail':
      return {
        calls: [
          ...(unclaimed ? [claim] : []),
          {
            operation: name('PutJobFailureResult', 'PutThirdPartyJobFailureResult'),
            parameters: {
              ...job,
              failureDetails: {
                type: draft.failureType,
                message: fillFailureText(draft.message, run).trim(),
                externalExecutionId,
              },
            },
          },
        ],
        note: unclaimed
          ? 'Nobody has claimed the job: it is claimed first, and failed only if it is ours.'
          : null,
      };
    case 'retry-step':
      return {
        calls: [],
        note: 'No call of its own: the call that is due is made now. The timeline shows it.',
      };
    case 'restart-work':
      return {
        calls: [
          {
            operation: 'POST startUrl',
            parameters: { 'Idempotency-Key': `${run.runId}-${run.attempt + 1}`, attempt: run.attempt + 1 },
          },
        ],
        note: 'To the backend, not to CodePipeline. The present execution is cancelled first where a cancel URL is set.',
      };
    case 'take-over':
    case 'hand-back':
      return { calls: [], note: 'No call to CodePipeline: only who works on the run changes.' };
  }
}
