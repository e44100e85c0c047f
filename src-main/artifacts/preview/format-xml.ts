import { SaxesParser } from 'saxes';
import { createShownLines, lineAt, type Formatted } from './shown-lines.ts';

const PIECE = 64 * 1024;

/** The first thing that makes a text no XML; null for well-formed XML. Entities of a DTD are neither read nor expanded. */
function firstFault(text: string, complete: boolean): { what: string; line: number } | null {
  let fault: { what: string; line: number } | null = null;
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('error', (error) => {
    // `&company;` of a DTD stays as it is written.
    if (fault !== null || error.message.includes('undefined entity')) return;
    fault = { what: error.message.replace(/^.*?\d+:\d+: /, '').replace(/\.$/, ''), line: parser.line };
  });
  for (let at = 0; at < text.length && fault === null; at += PIECE) parser.write(text.slice(at, at + PIECE));
  if (complete && fault === null) parser.close();
  return fault;
}

/**
 * Indents XML by its tokens: attributes, entities, comments and CDATA stay as they are written; blanks between tags go.
 * Checked by a parser first, which fetches nothing and expands nothing.
 */
export function formatXml(text: string, complete: boolean): Formatted {
  const fault = firstFault(text, complete);
  if (fault)
    return { ok: false, sentence: `Line ${fault.line} is not XML: ${fault.what}.`, line: fault.line };
  const out = createShownLines();
  let depth = 0;
  /** Whether the latest token opened an element, whose text may follow on the same line. */
  let opened = false;
  let inline = false;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let begun = false;
  const startLine = (): void => {
    if (begun) out.breakAt(depth);
    begun = true;
  };
  while (at < text.length) {
    if (out.full()) return { ok: true, text: out.text(), cut: true };
    const end = tokenEnd(text, at);
    if (end < 0) {
      if (complete) return { ok: false, sentence: 'It ends in the middle.', line: lineAt(text, at) };
      startLine();
      out.add(text.slice(at));
      return { ok: true, text: out.text(), cut: true };
    }
    const token = text.slice(at, end);
    at = end;
    if (token[0] !== '<' || token.startsWith('<![CDATA[')) {
      const shown = token[0] === '<' ? token : token.trim();
      if (shown === '') continue;
      if (opened || inline) out.add(opened && text.startsWith('</', at) ? token : shown);
      else startLine();
      if (!opened && !inline) out.add(shown);
      inline = true;
      opened = false;
      continue;
    }
    if (token.startsWith('</')) {
      depth -= 1;
      if (!opened && !inline) startLine();
      out.add(token);
      opened = false;
      inline = false;
      continue;
    }
    startLine();
    out.add(token);
    inline = false;
    opened = /^<[^!?]/.test(token) && !token.endsWith('/>');
    if (opened) depth += 1;
  }
  return { ok: true, text: out.text(), cut: !complete };
}

/** Behind the token that begins at `at`; -1 where the text ends before it. */
function tokenEnd(text: string, at: number): number {
  if (text[at] !== '<') {
    const next = text.indexOf('<', at);
    return next < 0 ? text.length : next;
  }
  const behind = (mark: string, from: number): number => {
    const found = text.indexOf(mark, from);
    return found < 0 ? -1 : found + mark.length;
  };
  if (text.startsWith('<!--', at)) return behind('-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return behind(']]>', at + 9);
  if (text.startsWith('<?', at)) return behind('?>', at + 2);
  return tagEnd(text, at);
}

/** Behind the `>` that closes a tag or a DTD: those in quotes, in comments and in a DTD's own part do not count. */
function tagEnd(text: string, from: number): number {
  const dtd = text[from + 1] === '!';
  let inside = 0;
  for (let at = from + 1; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '"' || unit === "'") {
      const close = text.indexOf(unit, at + 1);
      if (close < 0) return -1;
      at = close;
    } else if (dtd && unit === '<' && text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at + 4);
      if (close < 0) return -1;
      at = close + 2;
    } else if (dtd && unit === '[') inside += 1;
    else if (dtd && unit === ']') inside -= 1;
    else if (unit === '>' && inside <= 0) return at + 1;
  }
  return -1;
}
