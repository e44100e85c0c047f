import { unconfirmedToken } from '#shared/domain/continuation-token.ts';
import type { JobResult } from '#shared/domain/job.ts';
import { LIMITS, cutTo } from '#shared/domain/limits.ts';
import type { RunRecord, WorkAnswer } from '../ports.ts';

/** What follows from one answer of the backend. */
export type WorkDecision = { kind: 'report'; result: JobResult } | { kind: 'ask-again'; message: string };

/** The job is kept alive when less than this is left, or a quarter of its time-out where that is shorter. */
const KEEP_ALIVE_MARGIN_MS = 120_000;

/** How long before the deadline (ms) a job is kept alive, and no call to the backend is waited for any more. */
export function keepAliveMarginMs(jobTimeoutMs: number): number {
  return Math.min(KEEP_ALIVE_MARGIN_MS, jobTimeoutMs / 4);
}

export interface WorkFacts {
  run: Pick<
    RunRecord,
    | 'runId'
    | 'attempt'
    | 'externalExecutionId'
    | 'percentComplete'
    | 'deadlineAt'
    | 'backendUnreachableSince'
    | 'protocol'
  >;
  answer: WorkAnswer;
  now: number;
  backendGraceMs: number;
  jobTimeoutMs: number;
}

/**
 * Running work is reported at once: CodePipeline paces the chain by handing out the next job, and the execution link
 * appears with the first report. Silence is borne until the grace is over, with the job kept alive before its deadline.
 */
export function decideWorkStep(facts: WorkFacts): WorkDecision {
  const { run, answer } = facts;
  if (answer.kind === 'rejected' && run.externalExecutionId === null) {
    return {
      kind: 'report',
      result: {
        kind: 'failure',
        type: 'ConfigurationError',
        message: cutTo(LIMITS.failureMessage, answer.message),
        externalExecutionId: null,
      },
    };
  }
  // A 4xx on the state of work that was started (a new deployment, a lagging replica) says nothing of the work.
  if (answer.kind !== 'state') return decideSilence(facts, answer.message);
  const { state } = answer;
  // The id that the work was started under is in the customer's link: a backend that names another does not change it.
  const externalExecutionId = run.externalExecutionId ?? state.externalExecutionId;
  switch (state.status) {
    case 'running':
      return {
        kind: 'report',
        result: {
          kind: 'continue',
          continuationToken: externalExecutionId,
          externalExecutionId,
          // 100 with a token would read as done on AWS's console while the chain goes on.
          percentComplete: state.percentComplete === null ? null : Math.min(99, state.percentComplete),
          summary: state.summary,
        },
      };
    case 'succeeded':
      return {
        kind: 'report',
        result: {
          kind: 'success',
          externalExecutionId,
          summary: state.summary,
          outputVariables: run.protocol === 'custom' ? state.outputVariables : null,
        },
      };
    case 'failed':
      return {
        kind: 'report',
        result: {
          kind: 'failure',
          type: state.failure?.type ?? 'JobFailed',
          message: state.failure?.message ?? state.summary ?? 'The work failed; the backend gave no reason.',
          externalExecutionId,
        },
      };
  }
}

function decideSilence(facts: WorkFacts, message: string): WorkDecision {
  const { run, now } = facts;
  const silentForMs = run.backendUnreachableSince === null ? 0 : now - run.backendUnreachableSince;
  if (silentForMs >= facts.backendGraceMs) {
    const minutes = Math.round(silentForMs / 60_000);
    return {
      kind: 'report',
      result: {
        kind: 'failure',
        type: 'SystemUnavailable',
        message: cutTo(
          LIMITS.failureMessage,
          `The backend has not answered for ${minutes} min. Last: ${message}`,
        ),
        externalExecutionId: run.externalExecutionId,
      },
    };
  }
  if (run.deadlineAt !== null && run.deadlineAt - now <= keepAliveMarginMs(facts.jobTimeoutMs)) {
    return {
      kind: 'report',
      result: {
        kind: 'continue',
        continuationToken: run.externalExecutionId ?? unconfirmedToken(run),
        externalExecutionId: run.externalExecutionId,
        percentComplete: run.percentComplete,
        summary: cutTo(LIMITS.summary, `Waiting for the backend. ${message}`),
      },
    };
  }
  return { kind: 'ask-again', message };
}
