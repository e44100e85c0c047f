import type { ReactElement } from 'react';
import { useNowFor } from './clock.ts';
import { relativePhrase } from './duration.ts';

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DATE_TIME = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The day as a number: fifty rows compare it each second, where text of dates would be felt. */
const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Local time: the clock for today, else with the date. */
export function localTime(at: number, now: number): string {
  const sameDay = dayOf(at) === dayOf(now);
  return (sameDay ? TIME : DATE_TIME).format(at);
}

/** `2026-11-21 21:48:05 UTC`, for the hover text of every time shown. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A moment in local time with UTC on hover; null shows a dash. */
export function Moment({ at }: { at: number | null }): ReactElement {
  const now = useNowFor((present) => (at === null ? null : localTime(at, present)));
  if (at === null) return <span className="ad-muted">–</span>;
  return (
    <time className="ad-number" dateTime={new Date(at).toISOString()} title={utcTime(at)}>
      {localTime(at, now)}
    </time>
  );
}

/** A moment by its distance from now, renewed each second; local time and UTC on hover. */
export function Ago({ at }: { at: number | null }): ReactElement {
  const now = useNowFor((present) => (at === null ? null : relativePhrase(at, present)));
  if (at === null) return <span className="ad-muted">–</span>;
  return (
    <time
      className="ad-number"
      dateTime={new Date(at).toISOString()}
      title={`${localTime(at, now)} · ${utcTime(at)}`}
    >
      {relativePhrase(at, now)}
    </time>
  );
}
