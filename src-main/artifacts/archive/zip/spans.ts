/** Least bytes of a local header: its name and extra field follow. */
export const LOCAL_BYTES = 30;

/** Where each entry at least begins and ends; `end` counts no extra field, whose length only the local header knows. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Answers questions on how entries lie in the object, after two sorts of plain numbers: a million of them take no time. */
export class Spans {
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  private readonly limit: number;

  /** Sorts the given places. `limit` is where the directory begins: no entry reaches beyond. */
  constructor(starts: Float64Array, ends: Float64Array, limit: number) {
    this.starts = starts.sort();
    this.ends = ends.sort();
    this.limit = limit;
  }

  /** Where the next entry (or the directory) begins behind this place. */
  after(start: number): number {
    return this.starts[notAbove(this.starts, start)] ?? this.limit;
  }

  /** Whether another span begins within this one, or this one within another. */
  overlaps(span: Span): boolean {
    const begun = notAbove(this.starts, span.start);
    const over = notAbove(this.ends, span.start);
    return begun - over > 1 || notAbove(this.starts, span.end - 1) > begun;
  }
}

/** How many of the sorted values are at most this one. */
function notAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
