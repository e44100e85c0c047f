/** Cuts a stream of bytes into lines. */
export interface LineReader {
  /** The lines that are whole now, without their newlines. Answers null once a line is longer than the limit. */
  push(part: Buffer): string[] | null;
}

/** Lines of UTF-8 text of at most `limit` bytes each. What is held never grows beyond the limit and one part. */
export function createLineReader(limit: number): LineReader {
  let parts: Buffer[] = [];
  let held = 0;
  return {
    push(part) {
      const lines: string[] = [];
      let rest = part;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        if (held + end > limit) return null;
        lines.push(Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8'));
        parts = [];
        held = 0;
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) parts.push(rest);
      held += rest.length;
      return held > limit ? null : lines;
    },
  };
}
