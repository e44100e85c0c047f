import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';

/** How an act is said: its dialog's title, its button, and one sentence on what it is. */
export interface ActWords {
  readonly title: string;
  readonly button: string;
  readonly sentence: string;
}

/** The words for an act as it stands in its dialog. */
export function actWords(act: PipelineAct): ActWords {
  switch (act.kind) {
    case 'start':
      return {
        title: 'Start an execution',
        button: 'Start execution',
        sentence: 'A new execution runs through all stages; every source action runs again.',
      };
    case 'stop':
      return {
        title: `Stop execution ${shortExecution(act.executionId)}`,
        button: act.abandon ? 'Stop and abandon' : 'Stop and wait',
        sentence: 'The execution goes no further, and the stage that it holds is unlocked.',
      };
    case 'retry':
      return {
        title: `Retry ${act.stageName} for execution ${shortExecution(act.executionId)}`,
        button: 'Retry stage',
        sentence: 'The same execution goes on in the stage, and after it.',
      };
    case 'disable-transition':
      return {
        title: `Disable the transition into ${act.stageName}`,
        button: 'Disable transition',
        sentence: `Executions that arrive wait in front of ${act.stageName} until it is enabled again.`,
      };
    case 'enable-transition':
      return {
        title: `Enable the transition into ${act.stageName}`,
        button: 'Enable transition',
        sentence: `Who waits in front of ${act.stageName} may enter as soon as it is free.`,
      };
    case 'approval':
      return {
        title: `Answer ${act.actionName} in ${act.stageName}`,
        button: act.status === 'Approved' ? 'Approve' : 'Reject',
        sentence: 'The stage is locked until this approval is answered or times out.',
      };
    case 'rollback':
      return {
        title: `Roll ${act.stageName} back`,
        button: 'Roll back',
        sentence: `A new execution runs ${act.stageName} with the revisions and variables of an earlier one, and ends there.`,
      };
    case 'override-condition':
      return {
        title: `Override ${act.conditionType} of ${act.stageName}`,
        button: 'Override condition',
        sentence: `Execution ${shortExecution(act.executionId)} passes although the condition is not met.`,
      };
    default:
      return assertNever(act);
  }
}
