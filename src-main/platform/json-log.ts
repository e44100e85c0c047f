import type { Log } from '#main/agent/ports.ts';
import { redacted } from './redact.ts';

const LONGEST_LINE = 32_000;

/**
 * A log of one JSON object a line, `{"time","level","event",…fields}`, without the newline. Fields are redacted and can
 * not replace the first three. A line above 32,000 characters keeps only its head, with `"cut": true`.
 */
export function createJsonLog(write: (line: string) => void, now: () => number = Date.now): Log {
  return (level, event, fields = {}) => {
    const head = { time: new Date(now()).toISOString(), level, event };
    const safe = redacted(fields);
    const line = JSON.stringify({
      ...head,
      ...(typeof safe === 'object' ? safe : { fields: safe }),
      ...head,
    });
    write(line.length > LONGEST_LINE ? JSON.stringify({ ...head, cut: true }) : line);
  };
}
