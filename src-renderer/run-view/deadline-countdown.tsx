import type { ReactElement } from 'react';
import { useNowFor } from '#renderer/ui/clock.ts';
import { localTime, utcTime } from '#renderer/ui/moment.tsx';
import { deadlineView, type DeadlineTone } from './deadline.ts';

const TONE_CLASS: Record<DeadlineTone, string> = {
  none: 'ad-muted',
  calm: '',
  warn: 'ad-tone-warn',
  danger: 'ad-tone-bad',
};

/** Counts down to the moment at which CodePipeline gives up on a job. */
export function DeadlineCountdown({ deadlineAt }: { deadlineAt: number | null }): ReactElement {
  const now = useNowFor((at) => deadlineView(deadlineAt, at).text);
  const { text, tone } = deadlineView(deadlineAt, now);
  const title =
    deadlineAt === null
      ? 'No job is open, or its deadline is not known'
      : `${localTime(deadlineAt, now)} · ${utcTime(deadlineAt)}`;
  return (
    <span className={`ad-number ${TONE_CLASS[tone]}`} title={title}>
      {text}
    </span>
  );
}
