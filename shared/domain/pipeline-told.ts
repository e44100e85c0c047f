import { assertNever } from './exhaustive.ts';
import type { Consequence } from './pipeline-act.ts';

/** An execution as people say it: the first part of its id, as the CodePipeline console does. */
export function nameOf(executionId: string | null): string {
  return executionId === null ? 'The new execution' : `Execution ${executionId.split('-')[0] ?? executionId}`;
}

const inSentence = (executionId: string | null): string =>
  executionId === null ? 'the new execution' : nameOf(executionId).replace('Execution', 'execution');

/** Each consequence as one sentence in the present tense. */
export function tell(consequences: readonly Consequence[]): string[] {
  return consequences.map(sentenceOf);
}

function sentenceOf(one: Consequence): string {
  switch (one.kind) {
    case 'leaves':
      return `${nameOf(one.executionId)} leaves ${one.stageName} and unlocks it.`;
    case 'enters':
      return `${nameOf(one.executionId)} enters ${one.stageName}.`;
    case 'waits':
      return `${nameOf(one.executionId)} waits in front of ${one.stageName}.`;
    case 'status':
      return one.status === 'Superseded'
        ? `${nameOf(one.executionId)} is superseded by ${inSentence(one.because)} and does not go on.`
        : `${nameOf(one.executionId)} becomes ${one.status}.`;
    case 'stage-status':
      return `${one.stageName} becomes ${one.status} for ${inSentence(one.executionId)}.`;
    case 'action-starts':
      return `${one.actionName} in ${one.stageName} starts for ${inSentence(one.executionId)}.`;
    case 'action-abandoned':
      return `${one.actionName} in ${one.stageName} is abandoned; its provider goes on with the work.`;
    case 'action-ends':
      return `${one.actionName} in ${one.stageName} ends for ${inSentence(one.executionId)}.`;
    case 'not-retryable':
      return `${nameOf(one.executionId)} can no longer be retried in ${one.stageName}.`;
    case 'transition':
      return one.enabled
        ? `The transition into ${one.stageName} is enabled.`
        : `The transition into ${one.stageName} is disabled: nobody enters.`;
    default:
      return assertNever(one);
  }
}
