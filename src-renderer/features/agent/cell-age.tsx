import type { ReactElement } from 'react';
import { useNow } from '#renderer/ui/clock.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { localTime, utcTime } from '#renderer/ui/moment.tsx';

/** How long ago the last poll ended, as short as can be; a dash where there was none. */
export function CellAge({ at }: { at: number | null }): ReactElement {
  const now = useNow();
  if (at === null) return <span className="ad-muted">–</span>;
  const age = now - at;
  return (
    <time
      className="ad-number ad-muted"
      dateTime={new Date(at).toISOString()}
      title={`Last poll ${localTime(at, now)} · ${utcTime(at)}`}
    >
      {age < 1000 ? 'now' : humanDuration(age)}
    </time>
  );
}
