import { createShownLines, lineAt, type Formatted } from './shown-lines.ts';

const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const BLANKS = /[ \t\r\n]*/y;

/** What may stand next: a value, a first item, a key, a colon, or a comma or the end of what is open. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

const EXPECTED: Record<Expected, string> = {
  value: 'a value',
  'value or ]': 'a value or a closing bracket',
  key: 'a name in double quotes',
  'key or }': 'a name in double quotes or a closing brace',
  ':': 'a colon',
  ', or end': 'a comma or the end of the object or array',
};

/**
 * Indents JSON, and JSON lines, by its tokens: numbers, escapes, the order of keys and duplicate keys stay as they are
 * written. `complete` false says that the text was cut, so that its end is no fault. Goes down to any depth.
 */
export function formatJson(text: string, complete: boolean): Formatted {
  const out = createShownLines();
  /** The open brackets, as a text would have them; true for an object. */
  const open: boolean[] = [];
  let expected = 'value' as Expected;
  let values = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;

  const fail = (what: string): Formatted => {
    const line = lineAt(text, at);
    return { ok: false, sentence: `Line ${line} is not JSON: ${what}.`, line };
  };
  const closed = (): void => {
    if (open.length > 0) expected = ', or end';
    else {
      values += 1;
      expected = 'value';
    }
  };

  for (;;) {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(text)?.[0].length ?? 0;
    if (at >= text.length) break;
    if (out.full()) return { ok: true, text: out.text(), cut: true };
    const unit = text[at] ?? '';
    if (open.length === 0 && values > 0) out.breakAt(0);

    if (unit === ']' || unit === '}') {
      const first = expected === 'value or ]' || expected === 'key or }';
      if (open.at(-1) !== (unit === '}') || !(first || expected === ', or end')) {
        return fail(`expected ${EXPECTED[expected]} instead of ${unit}`);
      }
      open.pop();
      if (!first) out.breakAt(open.length);
      out.add(unit);
      at += 1;
      closed();
      continue;
    }
    if (expected === ', or end') {
      if (unit !== ',') return fail(`expected ${EXPECTED[expected]}`);
      out.add(',');
      out.breakAt(open.length);
      expected = open.at(-1) ? 'key' : 'value';
      at += 1;
      continue;
    }
    if (expected === ':') {
      if (unit !== ':') return fail('expected a colon');
      out.add(': ');
      expected = 'value';
      at += 1;
      continue;
    }
    if (expected === 'value or ]' || expected === 'key or }') out.breakAt(open.length);
    if (expected === 'key' || expected === 'key or }') {
      const end = unit === '"' ? stringEnd(text, at) : null;
      if (end === null) return fail(`expected ${EXPECTED[expected]}`);
      if (end < 0) break;
      out.add(text.slice(at, end));
      at = end;
      expected = ':';
      continue;
    }
    if (unit === '{' || unit === '[') {
      out.add(unit);
      open.push(unit === '{');
      expected = unit === '{' ? 'key or }' : 'value or ]';
      at += 1;
      continue;
    }
    const end = unit === '"' ? stringEnd(text, at) : literalEnd(text, at);
    if (end === null) return fail(`expected ${EXPECTED[expected]}`);
    if (end < 0) break;
    out.add(text.slice(at, end));
    at = end;
    closed();
  }
  if (complete && (at < text.length || open.length > 0)) return fail('it ends in the middle');
  if (complete && values === 0) return fail('it is empty');
  return { ok: true, text: out.text() + text.slice(at), cut: !complete };
}

/** Behind the closing quote; -1 where the text ends before it, null for a line end or another control character in it. */
function stringEnd(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit === 0x5c) at += 1;
    else if (unit < 0x20) return null;
  }
  return -1;
}

/** Behind a number or a word that JSON has; null for anything else. */
function literalEnd(text: string, from: number): number | null {
  LITERAL.lastIndex = from;
  const found = LITERAL.exec(text);
  if (!found || found[0] === '') return null;
  const end = from + found[0].length;
  return /[\w.+-]/.test(text[end] ?? '') ? null : end;
}
