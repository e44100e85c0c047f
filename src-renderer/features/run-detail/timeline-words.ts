import type { TimelineEntry } from '#shared/domain/run.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import type { Silence } from './timeline-story.ts';

/** Who acted or was asked. */
export const KIND_WORDS: Record<TimelineEntry['kind'], string> = {
  codepipeline: 'CodePipeline',
  backend: 'Backend',
  agent: 'Agent',
  engineer: 'Engineer',
};

export const OUTCOME_WORDS: Record<TimelineEntry['outcome'], string> = {
  ok: 'accepted',
  refused: 'refused',
  failed: 'failed',
  info: 'note',
};

/** What a gap was spent on; read after its length and the word "nothing". */
export const SILENCE_WORDS: Record<Silence, string> = {
  'next-job': 'waiting for CodePipeline’s next job',
  unclaimed: 'the job was not claimed',
  'next-try': 'waiting before the next try',
  'with-engineer': 'waiting for an engineer',
  'at-work': 'the backend was at work',
};

/** A length of time to the second below an hour (`4 min 12 s`), as gaps are compared with time-outs; above as elsewhere. */
export function exactDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60 || seconds >= 3600) return humanDuration(ms);
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
