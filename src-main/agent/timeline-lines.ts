import { toActionDeskError, type ActionDeskError } from '#shared/domain/errors.ts';
import type { JobProtocol } from '#shared/domain/action-type.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { JobDetails, JobResult } from '#shared/domain/job.ts';
import type { AgentContext } from './context.ts';
import type { TimelineLine, WorkAnswer } from './ports.ts';

/** A call's end with its duration in ms. */
export type Timed<T> =
  { value: T; error: null; ms: number } | { value: null; error: ActionDeskError; ms: number };

/** Measures a call and turns what it throws into a value. */
export async function timed<T>(ctx: AgentContext, call: () => Promise<T>): Promise<Timed<T>> {
  const start = ctx.clock.monotonicMs();
  const ms = () => Math.max(0, Math.round((ctx.clock.monotonicMs() - start) * 10) / 10);
  try {
    const value = await call();
    return { value, error: null, ms: ms() };
  } catch (thrown) {
    return { value: null, error: toActionDeskError(thrown), ms: ms() };
  }
}

/** The API operation's name for a protocol: the same verb has two names. */
export function operationName(
  verb: 'poll' | 'details' | 'acknowledge' | 'success' | 'failure',
  protocol: JobProtocol,
): string {
  const kind = protocol === 'third-party' ? 'ThirdPartyJob' : 'Job';
  switch (verb) {
    case 'poll':
      return `PollFor${kind}s`;
    case 'details':
      return `Get${kind}Details`;
    case 'acknowledge':
      return `Acknowledge${kind}`;
    case 'success':
      return `Put${kind}SuccessResult`;
    case 'failure':
      return `Put${kind}FailureResult`;
  }
}

export function serviceLine(
  at: number,
  jobId: JobId,
  operation: string,
  end: { error: ActionDeskError | null; ms: number | null },
  sentence: string,
  payload?: unknown,
): TimelineLine {
  const refused = end.error?.code.startsWith('aws-') ?? false;
  return {
    jobId,
    at,
    kind: 'codepipeline',
    operation,
    outcome: end.error === null ? 'ok' : refused ? 'refused' : 'failed',
    durationMs: end.ms,
    sentence: end.error === null ? sentence : end.error.message,
    payload,
  };
}

/** What the details told, without configuration values, nonce or credentials. */
export function detailsPayload(details: JobDetails): unknown {
  return {
    continuationToken: details.continuationToken,
    pipelineContext: details.pipelineContext,
    configurationKeys: [...details.configuration.keys()],
    inputArtifacts: details.inputArtifacts,
    outputArtifacts: details.outputArtifacts,
    artifactCredentials: details.artifactCredentials ? '[secret]' : null,
    encryptionKeyId: details.encryptionKeyId,
  };
}

export function resultSentence(result: JobResult): string {
  switch (result.kind) {
    case 'continue':
      return result.percentComplete === null ? 'In progress.' : `In progress, ${result.percentComplete}%.`;
    case 'success':
      return 'Succeeded.';
    case 'failure':
      return `Failed: ${result.message}`;
  }
}

const WORK_WORDS = { running: 'is running', succeeded: 'has succeeded', failed: 'has failed' } as const;

export function backendLine(
  at: number,
  jobId: JobId,
  operation: string,
  answer: WorkAnswer,
  ms: number,
): TimelineLine {
  const common = { jobId, at, kind: 'backend' as const, operation, durationMs: ms };
  if (answer.kind !== 'state') {
    return {
      ...common,
      outcome: answer.kind === 'rejected' ? 'refused' : 'failed',
      sentence: answer.message,
      payload: { httpStatus: answer.httpStatus },
    };
  }
  const { externalExecutionId, status, percentComplete, summary, failure } = answer.state;
  return {
    ...common,
    outcome: 'ok',
    sentence: `${externalExecutionId} ${WORK_WORDS[status]}${percentComplete === null ? '' : `, ${percentComplete}%`}.`,
    payload: {
      httpStatus: answer.httpStatus,
      externalExecutionId,
      status,
      percentComplete,
      summary,
      failure,
    },
  };
}

export function agentLine(
  at: number,
  jobId: JobId | null,
  operation: string,
  sentence: string,
  outcome: TimelineLine['outcome'] = 'info',
): TimelineLine {
  return { jobId, at, kind: 'agent', operation, outcome, durationMs: null, sentence };
}

/** What was mended in a result before it was written down, a line each. */
export function lintLines(at: number, jobId: JobId, findings: readonly string[]): TimelineLine[] {
  return findings.map((finding) => agentLine(at, jobId, 'result checked', finding));
}

export function engineerLine(
  at: number,
  jobId: JobId | null,
  operation: string,
  sentence: string,
  payload?: unknown,
): TimelineLine {
  return { jobId, at, kind: 'engineer', operation, outcome: 'info', durationMs: null, sentence, payload };
}
