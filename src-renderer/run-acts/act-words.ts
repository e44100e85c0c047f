import type { ActKind, ActOutcome } from '#shared/domain/acts.ts';
import type { FailureType } from '#shared/domain/job.ts';

/** How an act is said: its button, its dialog's title, and one sentence on what it leads to. */
interface ActWords {
  label: string;
  title: string;
  sentence: string;
}

const WORDS: Record<ActKind, ActWords> = {
  acknowledge: {
    label: 'Acknowledge',
    title: 'Acknowledge the job',
    sentence: 'Claims the job at CodePipeline. From then on you owe it a report before the deadline.',
  },
  progress: {
    label: 'Report progress',
    title: 'Report progress',
    sentence:
      'Ends the present job with a continuation token. CodePipeline hands out the next job, with a new deadline, and the customer sees the new progress.',
  },
  complete: {
    label: 'Complete',
    title: 'Complete the run',
    sentence: 'Sends the final success. The customer’s pipeline goes on; this cannot be taken back.',
  },
  fail: {
    label: 'Fail',
    title: 'Fail the run',
    sentence: 'Sends the final failure. The customer’s pipeline stops here and shows your message.',
  },
  'retry-step': {
    label: 'Retry step',
    title: 'Retry the step now',
    sentence: 'The agent tries the step that stands still again now instead of at its next turn.',
  },
  'restart-work': {
    label: 'Restart work',
    title: 'Restart the work',
    sentence:
      'The backend starts a new execution as the next attempt; the present one is cancelled if the backend can. The run at CodePipeline stays the same.',
  },
  'take-over': {
    label: 'Take over',
    title: 'Take the run over',
    sentence: 'The agent leaves this run alone and you report on it by hand. Nothing is sent now.',
  },
  'hand-back': {
    label: 'Hand back',
    title: 'Hand the run back',
    sentence: 'The agent goes on with this run where the backend’s execution stands. Nothing is sent now.',
  },
};

export function actWords(kind: ActKind): ActWords {
  return WORDS[kind];
}

/** What an act ended in, for the heading of its report. */
export const OUTCOME_WORDS: Record<ActOutcome, { label: string; tone: 'success' | 'warning' | 'error' }> = {
  'took-effect': { label: 'Took effect', tone: 'success' },
  'no-effect': { label: 'No effect', tone: 'error' },
  overtaken: { label: 'Overtaken', tone: 'warning' },
};

/** What each failure type tells the customer, and a text to start from. The customer reads the text in the pipeline. */
export const FAILURE_WORDS: Record<FailureType, { meaning: string; suggestion: string }> = {
  JobFailed: {
    meaning: 'The work was done and its result is a failure.',
    suggestion: 'The test ran to its end and did not pass. Open the Details link to see which checks failed.',
  },
  ConfigurationError: {
    meaning: 'The action’s configuration has to be changed before a retry can help.',
    suggestion:
      'The action’s configuration is not usable. Edit the action in the pipeline, correct it and retry the stage.',
  },
  PermissionError: {
    meaning: 'Something that the action needs may not be read or written.',
    suggestion:
      'Access was denied to a resource of this action. Check the permissions of the account that is connected to it, then retry the stage.',
  },
  RevisionOutOfSync: {
    meaning: 'The input does not belong to the revision that runs.',
    suggestion: 'The input artifact does not match the revision of this execution. Release the change again.',
  },
  RevisionUnavailable: {
    meaning: 'The input artifact cannot be had any more.',
    suggestion: 'The input artifact is not available any more. Release the change again to produce it.',
  },
  SystemUnavailable: {
    meaning: 'Our side is not able to work at present; a later retry may pass unchanged.',
    suggestion:
      'Our service could not run this action at the moment. Nothing is wrong with your configuration: retry the stage in some minutes.',
  },
};

/** Whether the text may be replaced by another suggestion without losing what a person has typed. */
export function isSuggestion(text: string): boolean {
  return text.trim() === '' || Object.values(FAILURE_WORDS).some(({ suggestion }) => suggestion === text);
}
