import type { JobResult } from '#shared/domain/job.ts';
import { cutTo, LIMITS } from '#shared/domain/limits.ts';
import type { RunRecord, WorkState } from '../ports.ts';

/** A result as CodePipeline takes it, and a sentence for the run's timeline on each thing that was not as it should be. */
export interface LintedResult {
  result: JobResult;
  findings: string[];
}

export interface LintFacts {
  run: Pick<RunRecord, 'externalExecutionId' | 'percentComplete' | 'protocol'>;
  /** The backend's own words that the result was made from; null where a person or the agent itself speaks. */
  said: WorkState | null;
}

/** Source: OutputVariablesKey and the quotas of the CodePipeline user guide. */
const VARIABLE_NAME = /^[A-Za-z0-9@\-_]+$/;
const VARIABLES_BYTES = 122_880;

/**
 * Looks a result over before it is written down. What is only a matter of form is mended and said: texts are cut with a
 * mark, percentages bounded, a known external execution id added. The meaning is never changed: what CodePipeline would
 * refuse for ever becomes a failure that it takes and that names the reason.
 */
export function lintResult(given: JobResult, facts: LintFacts): LintedResult {
  const findings: string[] = [];
  const unsayable = whyUnsayable(given);
  if (unsayable !== null) findings.push(`${unsayable} The run is reported as failed.`);
  const sayable: JobResult =
    unsayable === null
      ? given
      : {
          kind: 'failure',
          type: 'JobFailed',
          message: unsayable,
          externalExecutionId: given.externalExecutionId,
        };
  const named = { ...sayable, externalExecutionId: executionId(sayable, facts, findings) };
  switch (named.kind) {
    case 'continue': {
      if (facts.said?.outputVariables && Object.keys(facts.said.outputVariables).length > 0)
        findings.push(
          'The backend gave output variables for work that is running: CodePipeline takes them at the end only.',
        );
      const percentComplete = percentWithToken(named.percentComplete, facts, findings);
      return { result: { ...named, percentComplete, summary: summary(named.summary, findings) }, findings };
    }
    case 'success': {
      const outputVariables = variables(named.outputVariables, facts, findings);
      return { result: { ...named, outputVariables, summary: summary(named.summary, findings) }, findings };
    }
    case 'failure': {
      const message = text(named.message, LIMITS.failureMessage, "The failure's message", findings);
      if (message === null) findings.push('The failure came without a message.');
      return { result: { ...named, message: message ?? 'The work failed; no reason was given.' }, findings };
    }
  }
}

/** Why CodePipeline would refuse the result however often it is sent; null where it would not. */
function whyUnsayable(result: JobResult): string | null {
  if (result.kind === 'continue') {
    const { length } = result.continuationToken;
    if (length === 0) return 'The backend gave an empty id, which cannot carry the run on.';
    if (length > LIMITS.continuationToken)
      return `The id that carries the run on has ${length} characters; CodePipeline takes ${LIMITS.continuationToken}.`;
  }
  if (result.kind === 'success' && result.outputVariables) {
    const entries = Object.entries(result.outputVariables);
    const strange = entries.find(([name]) => !VARIABLE_NAME.test(name));
    if (strange)
      return `The output variable "${cutTo(100, strange[0])}" has a name that CodePipeline does not take (letters, digits, @, - and _ only).`;
    const bytes = new TextEncoder().encode(entries.flat().join('')).length;
    if (bytes > VARIABLES_BYTES)
      return `The output variables have ${bytes} bytes; CodePipeline takes ${VARIABLES_BYTES}.`;
  }
  return null;
}

/** L9: an action that ends without it has no Details link. */
function executionId(result: JobResult, facts: LintFacts, findings: string[]): string | null {
  const { externalExecutionId: given } = result;
  if (given && given.length <= LIMITS.externalExecutionId) return given;
  if (given)
    findings.push(
      `The external execution id has ${given.length} characters; CodePipeline takes ${LIMITS.externalExecutionId}: it is left out.`,
    );
  const known = facts.run.externalExecutionId;
  if (known && known.length <= LIMITS.externalExecutionId) {
    findings.push(`The result came without the external execution id: ${known} was added.`);
    return known;
  }
  if (!given && result.kind === 'success')
    findings.push('No external execution id is known: the action will have no Details link.');
  return null;
}

/** Beside a token 100 would read as done on AWS's console, and a step back as work undone. */
function percentWithToken(given: number | null, facts: LintFacts, findings: string[]): number | null {
  const said = facts.said?.percentComplete ?? given;
  if (said === null || given === null) return null;
  if (!Number.isFinite(said) || !Number.isFinite(given)) {
    findings.push('The progress is not a number: none is sent.');
    return null;
  }
  const rounded = Math.min(99, Math.max(0, Math.round(given)));
  if (said >= 100) findings.push(`${said}% was given for work that is running: 99% is sent.`);
  else if (said < 0) findings.push(`${said}% is out of bounds: 0% is sent.`);
  const last = facts.run.percentComplete;
  if (last === null || rounded >= last) return rounded;
  if (!facts.said) {
    findings.push(`The progress goes back from ${last}% to ${rounded}%.`);
    return rounded;
  }
  findings.push(`The backend's progress goes back from ${last}% to ${rounded}%: ${last}% is sent.`);
  return last;
}

function variables(
  given: Record<string, string> | null,
  facts: LintFacts,
  findings: string[],
): Record<string, string> | null {
  const offered = given ?? facts.said?.outputVariables ?? null;
  if (offered === null || Object.keys(offered).length === 0) return null;
  if (facts.run.protocol === 'custom') return given;
  findings.push('Output variables are dropped: CodePipeline takes none for third-party actions.');
  return null;
}

function summary(given: string | null, findings: string[]): string | null {
  return given === null ? null : text(given, LIMITS.summary, 'The summary', findings);
}

/** Null where nothing is left: CodePipeline refuses empty texts. */
function text(given: string, max: number, what: string, findings: string[]): string | null {
  // Half a surrogate pair is no character, and cannot be sent as UTF-8.
  const wellFormed = given.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  if (wellFormed !== given) findings.push(`${what} held broken characters.`);
  if (wellFormed.length > max)
    findings.push(`${what} has ${wellFormed.length} characters; CodePipeline takes ${max}: it is cut.`);
  return cutTo(max, wellFormed) || null;
}
