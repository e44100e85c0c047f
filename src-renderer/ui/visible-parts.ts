/** A piece of a text: plain, or one character that would hide, break or turn the line, with its code point's name. */
export interface VisiblePart {
  readonly text: string;
  readonly escaped: boolean;
}

/** Controls, zero-width characters, line separators and everything that changes the direction of writing. */
const HIDING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/** The text in pieces in which nothing is hidden: `a\u202eb` becomes `a`, `U+202E`, `b`. Names of strangers are shown so. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDING)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), escaped: false });
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    parts.push({ text: `U+${code}`, escaped: true });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), escaped: false });
  return parts;
}

/** The same as one plain text, for titles and labels: `a[U+202E]b`. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => (part.escaped ? `[${part.text}]` : part.text))
    .join('');
}
