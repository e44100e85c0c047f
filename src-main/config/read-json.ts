import { readFileSync } from 'node:fs';
import { ActionDeskError } from '#shared/domain/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'it cannot be read by this user',
  EISDIR: 'it is a folder, expected a file',
};

function refuse(file: string, sentence: string, cause?: unknown): ActionDeskError {
  return new ActionDeskError('invalid-input', `${file}: ${sentence}`, { cause });
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/** Whether more text could still make valid JSON of this: then it is right so far. */
function mayGoOn(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    return /^(Unexpected end|Unterminated)/.test(message) || Number(position) === prefix.length;
  }
}

/** The offset of the first character that cannot be right; V8's own messages name it for some mistakes only. */
function brokenAt(text: string): number {
  let right = 0;
  let wrong = text.length + 1;
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (mayGoOn(text.slice(0, middle))) right = middle;
    else wrong = middle;
  }
  return Math.min(right, text.length);
}

/**
 * The content of a JSON file, a byte order mark tolerated. Throws `invalid-input` with one line that names the file, and the
 * line and column where the text is no JSON; never the text itself, which may hold secrets.
 */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error';
    throw refuse(file, REASONS[code] ?? `it cannot be read (${code})`, thrown);
  }
  if (text.trim() === '') throw refuse(file, 'the file is empty, expected a JSON object');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse(file, `not valid JSON at ${place(text, brokenAt(text))}`);
  }
}
