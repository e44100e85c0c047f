import { LineCounter, parseAllDocuments } from 'yaml';
import { createShownLines, type Formatted } from './shown-lines.ts';

/** The parser builds a tree and takes its time: more than this would be felt in the window. */
export const MOST_YAML_UNITS = 64 * 1024;
/** Brackets open at once; the parser calls itself for each. */
const DEEPEST = 200;

/** Indents YAML anew; comments, anchors, aliases, tags, numbers and duplicate keys stay. Aliases are never expanded. */
export function formatYaml(text: string, complete: boolean): Formatted {
  if (!complete || text.length > MOST_YAML_UNITS) {
    return { ok: false, sentence: 'YAML of more than 64 KB is shown as it is.', line: null };
  }
  if (deepest(text) > DEEPEST) {
    return {
      ok: false,
      sentence: `It is nested more than ${DEEPEST} levels deep and is shown as it is.`,
      line: null,
    };
  }
  const lineCounter = new LineCounter();
  try {
    // Under the failsafe schema every value is the text it is written as.
    const documents = parseAllDocuments(text, {
      ...{ schema: 'failsafe', uniqueKeys: false, logLevel: 'silent', prettyErrors: false, lineCounter },
    });
    if (documents.length === 0) return { ok: false, sentence: 'It has no value in it.', line: null };
    const asWritten = {
      lineWidth: 0,
      doubleQuotedMinMultiLineLength: MOST_YAML_UNITS,
      verifyAliasOrder: false,
    };
    const out = createShownLines();
    for (const [index, document] of documents.entries()) {
      const fault = document.errors[0];
      if (fault) {
        const { line } = lineCounter.linePos(fault.pos[0]);
        return { ok: false, sentence: `Line ${line} is not YAML: ${firstSentence(fault.message)}`, line };
      }
      const shown = document.toString(asWritten);
      out.add(index > 0 && !shown.startsWith('---') && !shown.startsWith('%') ? `---\n${shown}` : shown);
    }
    return { ok: true, text: out.text(), cut: false };
  } catch {
    return {
      ok: false,
      sentence: 'It is nested too deep to be formatted and is shown as it is.',
      line: null,
    };
  }
}

function firstSentence(message: string): string {
  const end = message.indexOf('\n');
  const sentence = (end < 0 ? message : message.slice(0, end)).slice(0, 300);
  return /[.:!]$/.test(sentence) ? sentence.replace(/:$/, '.') : `${sentence}.`;
}

/** At least the depth of the text: brackets in strings count too, and so do dashes and indents, by their column. */
function deepest(text: string): number {
  let open = 0;
  let most = 0;
  let dashes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5b || unit === 0x7b) open += 1;
    else if (unit === 0x5d || unit === 0x7d) open = Math.max(0, open - 1);
    else if (unit === 0x0a) dashes = 0;
    // `- - - - x` and `? ? ? x` nest on one line.
    else if ((unit === 0x2d || unit === 0x3f) && text.charCodeAt(at + 1) === 0x20) dashes += 1;
    most = Math.max(most, open, dashes);
  }
  return most;
}
