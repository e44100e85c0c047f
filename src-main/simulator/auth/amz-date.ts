/** Milliseconds by which a client's clock may differ from the host's: 15 minutes, at AWS as here. */
export const allowedSkewMs = 900_000;

/** A moment as signatures carry it: `yyyyMMddTHHmmssZ` and epoch milliseconds. */
export interface AmzDate {
  readonly amzDate: string;
  readonly signedAt: number;
}

const basicFormat = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Reads ISO 8601's basic format; null for anything else and for days that do not exist. */
export function parseAmzDate(given: string): AmzDate | null {
  const parts = basicFormat.exec(given);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A day past the month's end is read as one of the next month, or not at all, as the engine likes.
  return formatAmzDate(signedAt) === given ? { amzDate: given, signedAt } : null;
}

/** Reads the date format of HTTP, which old clients sign. */
export function parseHttpDate(given: string): AmzDate | null {
  const signedAt = Date.parse(given);
  return Number.isNaN(signedAt) ? null : { amzDate: formatAmzDate(signedAt), signedAt };
}

/** Epoch milliseconds as `yyyyMMddTHHmmssZ`; an empty text for a time that no calendar has. */
export function formatAmzDate(ms: number): string {
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15) return '';
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
}
