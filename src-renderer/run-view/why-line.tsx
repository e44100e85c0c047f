import type { ReactElement } from 'react';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { withoutHeld } from '#shared/domain/hold.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { whyStill, type WhyStill } from '#shared/domain/why-still.ts';
import { useNowFor } from '#renderer/ui/clock.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { localTime, utcTime } from '#renderer/ui/moment.tsx';
import { runStateWords } from './run-state-words.ts';
import './why-line.css';

/** Two units are for those who count: a line that is read in passing has one. */
const rough = (ms: number): string => humanDuration(ms).split(' ').slice(0, 2).join(' ');

/** The line and its hover text: the sentence, for how long it has been so, and when it is tried again. */
export function whyWords(why: WhyStill, now: number): { text: string; title: string } {
  const { sentence, since, until } = why;
  const plain = sentence.replace(/\.$/, '');
  const lasting = since !== null && now - since >= 1000 ? ` · ${rough(now - since)}` : '';
  const left = until === null ? '' : until > now ? ` · next try in ${rough(until - now)}` : ' · next try now';
  const moments = [
    since === null ? '' : `since ${localTime(since, now)} (${utcTime(since)})`,
    until === null ? '' : `next try ${localTime(until, now)} (${utcTime(until)})`,
  ].filter(Boolean);
  return { text: `${plain}${lasting}${left}`, title: [sentence, ...moments].join('\n') };
}

const TONE_CLASS = { calm: '', warn: 'ad-why-warn', bad: 'ad-why-bad' } as const;

/**
 * Why a live run does not move; else what was last heard of it. `cells` are the agent's, undefined while they are not known.
 */
export function WhyLine({ run, cell }: { run: RunSummary; cell: CellView | null | undefined }): ReactElement {
  const now = useNowFor((at) => {
    const still = whyStill(run, cell, at);
    return still && `${still.tone} ${whyWords(still, at).text}`;
  });
  const why = whyStill(run, cell, now);
  const heard = run.message ?? runStateWords(run.state).sentence;
  const { text, title } = why
    ? whyWords(why, now)
    : { text: run.failureType ? `${run.failureType}: ${heard}` : heard, title: heard };
  const also =
    why && run.message && !why.sentence.includes(run.message) ? `\nLast heard: ${run.message}` : '';
  return (
    <div
      className={`ad-second ad-ellipsis ${why ? TONE_CLASS[why.tone] : ''}`}
      title={`${title}${also}`}
      data-why={why?.tone}
    >
      {/* The state, one line above, says already that it is held. */}
      {withoutHeld(text)}
    </div>
  );
}
