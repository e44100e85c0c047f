import { compareKeys } from './key-order.ts';

/** A part of the key space, `(after, until]`, read by one page after the other. */
export interface Part {
  after: string | null;
  /** Moves towards the beginning when somebody else takes over what lies behind; null is open. */
  until: string | null;
  /** Where to go on after a page without rows. */
  token: string | null;
  pageFrom: string;
  /** Infinity before the first page. */
  branch: number;
  pages: number;
  reading: boolean;
  looks: number;
}

/** A part of which no page was read. @param branch see `Stretch`. */
export function newPart(after: string | null, until: string | null, branch: number): Part {
  return { after, until, token: null, pageFrom: after ?? '', branch, pages: 0, reading: false, looks: 0 };
}

/** The part that has not come to the point yet and goes beyond it. */
export function partAround(parts: ReadonlySet<Part>, point: string): Part | null {
  for (const part of parts) {
    if (part.after !== null && compareKeys(part.after, point) >= 0) continue;
    if (part.until === null || compareKeys(part.until, point) > 0) return part;
  }
  return null;
}
