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

/** Counts down to the moment at which CodePipeline gives up on a job, in colour while that is near for a job of its time-out. */
export function DeadlineCountdown(props: {
  deadlineAt: number | null;
  /** When the job was first seen (epoch ms): its time-out runs from there. */
  polledAt: number | null;
}): ReactElement {
  const { deadlineAt, polledAt } = props;
  const now = useNowFor((at) => deadlineView(deadlineAt, at, polledAt).text);
  const { text, tone } = deadlineView(deadlineAt, now, polledAt);
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
