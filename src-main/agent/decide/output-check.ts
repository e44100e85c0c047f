import { cutTo, LIMITS } from '#shared/domain/limits.ts';
import type { JobResult } from '#shared/domain/job.ts';
import type { RunRecord } from '../ports.ts';
import { keepAliveMarginMs, type WorkDecision } from './work-step.ts';

/** What S3 said of the output artifacts that a job declares; `denied` tells a refusal from silence. */
export type OutputsSeen =
  | { kind: 'there' }
  | { kind: 'missing'; names: readonly string[] }
  | { kind: 'unknown'; name: string; reason: string; denied: boolean };

export interface OutputFacts {
  seen: Exclude<OutputsSeen, { kind: 'there' }>;
  /** The success that waits for its artifacts. */
  result: Extract<JobResult, { kind: 'success' }>;
  run: Pick<RunRecord, 'percentComplete' | 'deadlineAt'>;
  now: number;
  /** For how long the same has been seen. */
  waitedMs: number;
  outputGraceMs: number;
  backendGraceMs: number;
  jobTimeoutMs: number;
}

/** One sentence on what keeps a success from being reported. */
export function outputsSentence(seen: OutputFacts['seen']): string {
  if (seen.kind === 'unknown')
    return `It cannot be seen whether the output artifact ${seen.name} is in S3: ${seen.reason}`;
  const [one, ...more] = seen.names;
  return more.length === 0
    ? `The output artifact ${one} is not in S3.`
    : `The output artifacts ${seen.names.join(', ')} are not in S3.`;
}

/**
 * What becomes of finished work whose output artifacts are not seen (L7): a success would hand the next action of the
 * pipeline a place where nothing lies. An upload may still be under way, and S3 may be silent for a while: both are waited
 * for with the job kept alive, an object that S3 says is missing for the output grace, silence as long as a backend's.
 */
export function decideOutputs(facts: OutputFacts): WorkDecision {
  const { seen, result, run, now } = facts;
  const sentence = outputsSentence(seen);
  const { externalExecutionId } = result;
  if (facts.waitedMs >= (seen.kind === 'missing' ? facts.outputGraceMs : facts.backendGraceMs)) {
    const words = seen.kind === 'missing' ? `${sentence} The work had said that it succeeded.` : sentence;
    const type =
      seen.kind === 'missing' ? 'JobFailed' : seen.denied ? 'PermissionError' : 'SystemUnavailable';
    const message = cutTo(LIMITS.failureMessage, words);
    return { kind: 'report', result: { kind: 'failure', type, message, externalExecutionId } };
  }
  const nearDeadline =
    run.deadlineAt !== null && run.deadlineAt - now <= keepAliveMarginMs(facts.jobTimeoutMs);
  if (nearDeadline && externalExecutionId !== null) {
    const { percentComplete } = run;
    const summary = cutTo(LIMITS.summary, `The work is done. ${sentence}`);
    const continuationToken = externalExecutionId;
    return {
      kind: 'report',
      result: { kind: 'continue', continuationToken, externalExecutionId, percentComplete, summary },
    };
  }
  return { kind: 'ask-again', message: sentence };
}
