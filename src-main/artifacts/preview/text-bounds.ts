/** What of a text is shown at most. Issue: "CodeMirror, 50,000 lines". */
export const TEXT_LIMITS = { lines: 50_000, bytes: 4 * 1024 * 1024 } as const;

/** Read for a text: one character more than is shown, so that a cut is seen as one. */
export const TEXT_READ_BYTES = TEXT_LIMITS.bytes + 4;

/** A line end this close to the cut is preferred to a cut in the middle of a line. */
const LINE_END_WITHIN = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** How many bytes one unit of an encoding has, and where in it the low byte is. */
interface UnitShape {
  readonly width: 1 | 2;
  readonly low: 0 | 1;
}

function unitShape(encoding: string): UnitShape {
  if (encoding === 'utf-16le') return { width: 2, low: 0 };
  if (encoding === 'utf-16be') return { width: 2, low: 1 };
  return { width: 1, low: 0 };
}

/**
 * How many of the bytes are shown as text: at most the limits, cut after a line end where one is near, else between two
 * characters. Line ends are LF, CR and CR LF, as the editor counts them. In every encoding that is offered, a byte of
 * a longer character is never LF or CR.
 */
export function textBound(
  bytes: Uint8Array,
  encoding: string,
  limits: { readonly lines: number; readonly bytes: number } = TEXT_LIMITS,
): { end: number; lines: number } {
  const { width, low } = unitShape(encoding);
  const unitAt = (at: number): number =>
    width === 2 && bytes[at + 1 - low] !== 0 ? -1 : (bytes[at + low] ?? -1);
  const most = Math.min(bytes.length, limits.bytes);
  let ends = 0;
  let lastEnd = 0;
  let at = 0;
  for (; at + width <= most; at += width) {
    const unit = unitAt(at);
    if (unit !== LF && unit !== CR) continue;
    if (unit === CR && at + width < bytes.length && unitAt(at + width) === LF) continue;
    ends += 1;
    lastEnd = at + width;
    if (ends === limits.lines) return { end: lastEnd, lines: limits.lines };
  }
  if (most === bytes.length) return { end: most, lines: ends + 1 };
  if (lastEnd > 0 && most - lastEnd <= LINE_END_WITHIN) return { end: lastEnd, lines: ends };
  return { end: characterStart(bytes, most - (most % width), encoding), lines: ends + 1 };
}

/** The beginning of the character that lies across `at`, in UTF-8 and UTF-16; other encodings are left to their decoder. */
function characterStart(bytes: Uint8Array, at: number, encoding: string): number {
  if (encoding === 'utf-8') {
    let start = at;
    while (start > 0 && at - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
    return start;
  }
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const high = bytes[encoding === 'utf-16le' ? at - 1 : at - 2] ?? 0;
    return (high & 0xfc) === 0xd8 ? at - 2 : at;
  }
  return at;
}
