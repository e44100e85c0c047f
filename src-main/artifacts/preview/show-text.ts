import type { PreviewNote, ShownText } from '#shared/domain/artifact-preview.ts';
import { decodeText, type DecodedText } from './decode-text.ts';
import { findSecrets } from './find-secrets.ts';
import { formatJson } from './format-json.ts';
import { formatXml } from './format-xml.ts';
import { formatYaml } from './format-yaml.ts';
import type { Formatted } from './shown-lines.ts';
import { TEXT_LIMITS } from './text-bounds.ts';

/** A line longer than this in a JSON or XML file says that nobody wrote it by hand. */
const MINIFIED_LINE = 500;
const MINIFIED_WITHIN = 16 * 1024;

const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A text with what is wrong with it, ready to be shown. */
export interface Shown {
  readonly shown: ShownText;
  readonly notes: PreviewNote[];
}

/** Decodes a content's beginning and says what the person should know of it. `size` is the content's. */
export function readText(
  bytes: Uint8Array,
  size: number,
  chosen: string | null,
): { decoded: DecodedText; complete: boolean; notes: PreviewNote[] } {
  const decoded = decodeText(bytes, chosen);
  const complete = decoded.read === size;
  const notes: PreviewNote[] = [];
  if (!complete && bytes.length > decoded.read && decoded.lines === TEXT_LIMITS.lines) {
    notes.push({ sentence: 'The first 50,000 lines are shown.', line: null });
  } else if (!complete && decoded.read >= TEXT_LIMITS.bytes - 65_536) {
    notes.push({ sentence: 'The first 4 MB are shown.', line: null });
  }
  if (DIRECTIONS.test(decoded.text)) {
    const sentence =
      'It has characters that turn the direction of writing: what it reads like may not be what it says.';
    notes.push({ sentence, line: null });
  }
  return { decoded, complete, notes };
}

/** The text as it is. */
export function asText({ text, encoding, lines }: DecodedText, language: string | null): ShownText {
  return { text, language, encoding, lines, secrets: findSecrets(text) };
}

/** The text formatted; null with the reason where it is not what its language says. */
export function asFormatted(
  { text, encoding }: DecodedText,
  language: string | null,
  complete: boolean,
): { shown: ShownText | null; note: PreviewNote | null } {
  const formatted = format(text, language, complete);
  if (!formatted.ok) return { shown: null, note: { sentence: formatted.sentence, line: formatted.line } };
  const lines = countLines(formatted.text);
  const shown = { text: formatted.text, language, encoding, lines, secrets: findSecrets(formatted.text) };
  const sentence = 'The formatted text is longer than what is shown of it; the text has the rest.';
  return { shown, note: formatted.cut && complete ? { sentence, line: null } : null };
}

function format(text: string, language: string | null, complete: boolean): Formatted {
  switch (language) {
    case 'JSON':
      return formatJson(text, complete);
    case 'XML':
      return formatXml(text, complete);
    case 'YAML':
      return formatYaml(text, complete);
    default:
      return { ok: false, sentence: 'Only JSON, YAML and XML are formatted.', line: null };
  }
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Whether a text was written for machines, so that the formatted one is what a person wants. */
export function isMinified(text: string, language: string | null): boolean {
  if (language !== 'JSON' && language !== 'XML') return false;
  let start = 0;
  const head = text.slice(0, MINIFIED_WITHIN);
  for (let end = head.indexOf('\n'); end >= 0; end = head.indexOf('\n', start)) {
    if (end - start > MINIFIED_LINE) return true;
    start = end + 1;
  }
  return head.length - start > MINIFIED_LINE || (start === 0 && head.length > 80);
}
