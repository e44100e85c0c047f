/** One element of a list in a JSON text. */
export interface JsonRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly value: unknown;
  /** It is no JSON, or the text ends within it. */
  readonly broken: boolean;
}

/** The list itself, or an object that begins with it. */
const LIST = /^(?:\{\s*"clients"\s*:\s*)?\[/;

/** Where the element that begins at `from` ends: at the comma or bracket after it, or at the text's end. */
function endOfElement(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (depth === 0 && (character === ',' || character === ']')) return at;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return text.length;
}

/**
 * The elements of a JSON list one by one, so that a long file can be read in turns and a file that was cut off still gives
 * its whole entries. Answers null for a text that is no list, or whose list is deeper inside: parse that as a whole.
 */
export function jsonRecords(text: string): Generator<JsonRecord> | null {
  const head = LIST.exec(text)?.[0];
  return head === undefined ? null : elements(text, head.length);
}

function* elements(text: string, from: number): Generator<JsonRecord> {
  const lines = countLines(text);
  for (let at = from; at < text.length;) {
    const end = endOfElement(text, at);
    const written = text.slice(at, end);
    const begun = at + written.search(/\S|$/);
    const isLast = text[end] !== ',';
    if (written.trim() === '' && isLast) {
      if (end >= text.length) yield { line: lines(begun), value: undefined, broken: true };
      return;
    }
    yield { line: lines(begun), ...parsed(written) };
    if (isLast) {
      if (end >= text.length && !parsed(written).broken)
        yield { line: lines(end), value: undefined, broken: true };
      return;
    }
    at = end + 1;
  }
  yield { line: lines(text.length), value: undefined, broken: true };
}

function parsed(written: string): { value: unknown; broken: boolean } {
  try {
    return { value: JSON.parse(written) as unknown, broken: false };
  } catch {
    return { value: undefined, broken: true };
  }
}

/** Answers the line of a place; places must not go back. */
function countLines(text: string): (at: number) => number {
  let [counted, line] = [0, 1];
  return (at) => {
    for (let next = text.indexOf('\n', counted); next >= 0 && next < at; next = text.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    return line;
  };
}
