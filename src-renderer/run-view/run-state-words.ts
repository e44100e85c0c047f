import { isHeld, waitsForDisabledClient } from '#shared/domain/hold.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import type { StatusKind } from '#renderer/ui/status-mark.tsx';
import type { TrackTone } from '#renderer/ui/progress-track.tsx';

/** How a state is said: a few words, the indicator's kind, and one sentence on what it means and what ends it. */
interface RunStateWords {
  label: string;
  indicator: StatusKind;
  sentence: string;
}

const WORDS: Record<RunState, RunStateWords> = {
  polled: {
    label: 'Just polled',
    indicator: 'pending',
    sentence: 'The job has been seen; within moments it is claimed, or waits for a token or for you.',
  },
  'needs-token': {
    label: 'Needs token',
    indicator: 'warning',
    sentence:
      'There is no client token that CodePipeline accepts for this customer. Add it on the Clients page and the run goes on.',
  },
  'waiting-for-engineer': {
    label: 'Waiting for engineer',
    indicator: 'warning',
    sentence: 'Nobody has claimed the job. Acknowledge it to make it yours.',
  },
  claiming: {
    label: 'Claiming',
    indicator: 'in-progress',
    sentence: 'The acknowledge is on its way; CodePipeline decides who gets the job.',
  },
  working: {
    label: 'Working',
    indicator: 'in-progress',
    sentence: 'The agent has the job and starts the work in the backend, or asks how far it is.',
  },
  'with-engineer': {
    label: 'With engineer',
    indicator: 'info',
    sentence: 'The job is claimed and you owe CodePipeline the next report before the deadline.',
  },
  reporting: {
    label: 'Reporting',
    indicator: 'in-progress',
    sentence: 'A result is written down and sent again until CodePipeline accepts or finally refuses it.',
  },
  'between-jobs': {
    label: 'Between jobs',
    indicator: 'pending',
    sentence:
      'The last progress report was accepted; CodePipeline hands out the next job of this run shortly.',
  },
  succeeded: {
    label: 'Succeeded',
    indicator: 'success',
    sentence: 'CodePipeline accepted the final success; the pipeline goes on.',
  },
  failed: {
    label: 'Failed',
    indicator: 'error',
    sentence: 'CodePipeline accepted the failure; the customer sees its type and message.',
  },
  expired: {
    label: 'Expired',
    indicator: 'error',
    sentence: 'CodePipeline ended the job before a result was accepted; nothing sent now would count.',
  },
  lost: {
    label: 'Taken elsewhere',
    indicator: 'stopped',
    sentence: 'Another worker claimed the job first, so nothing is sent for it from here.',
  },
};

/** The words of a state, the same on every page. */
export function runStateWords(state: RunState): RunStateWords {
  return WORDS[state];
}

/** The words of a run: its state's, and where a person holds its job, that. */
export function runWords(run: { state: RunState; message?: string | null | undefined }): RunStateWords {
  if (waitsForDisabledClient(run))
    return {
      label: 'Held: client disabled',
      indicator: 'stopped',
      sentence:
        'The customer’s client is disabled here, so the job is not claimed. Enable it on the Clients page, or fail the run.',
    };
  if (isHeld(run))
    return {
      label: 'Held',
      indicator: 'stopped',
      sentence: run.message ?? 'A person holds new jobs here back: none is claimed.',
    };
  return WORDS[run.state];
}

/** The colour of a run's progress bar. */
export function progressTone(state: RunState): TrackTone {
  if (state === 'succeeded') return 'good';
  if (state === 'failed' || state === 'expired') return 'bad';
  if (state === 'lost' || state === 'needs-token' || state === 'waiting-for-engineer') return 'idle';
  return 'live';
}
