/** A match as a range of one text node. */
interface TextMatch {
  readonly node: Text;
  readonly start: number;
  readonly end: number;
}

/** Beyond this nobody steps through them one by one. */
export const MOST_MATCHES = 2000;

const HIDDEN = 'script, style, [aria-hidden="true"], .ad-offscreen, [data-no-find]';

/** Where the text stands in the visible texts below `root`, in reading order, without regard to case. */
export function textMatches(root: HTMLElement, query: string): TextMatch[] {
  const wanted = query.toLowerCase();
  if (wanted === '') return [];
  const matches: TextMatch[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest(HIDDEN)) continue;
    const text = node.data.toLowerCase();
    // Lower case is longer for a few letters; then places would not fit, and the text counts as it is written.
    const haystack = text.length === node.data.length ? text : node.data;
    for (let at = haystack.indexOf(wanted); at >= 0; at = haystack.indexOf(wanted, at + wanted.length)) {
      matches.push({ node, start: at, end: at + wanted.length });
      if (matches.length >= MOST_MATCHES) return matches;
    }
  }
  return matches;
}

/** The ranges of matches, for highlights and for scrolling to one. */
export function rangeOf({ node, start, end }: TextMatch): Range {
  const range = document.createRange();
  range.setStart(node, Math.min(start, node.length));
  range.setEnd(node, Math.min(end, node.length));
  return range;
}
