import { ServiceError } from '../world/service-error.ts';

const maxDepth = 200;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a request body. Throws ServiceError SerializationException for what is no JSON object, is no UTF-8, is
 * nested more than 200 deep, or names a member twice: which of the two would count is nowhere written.
 */
export function parseJsonBody(body: Buffer): object {
  let value: unknown;
  let text: string;
  try {
    text = utf8.decode(body);
    value = JSON.parse(text);
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const given = Array.isArray(value) ? 'LIST_VALUE' : 'The request body';
    throw new ServiceError('SerializationException', `${given} can not be converted to a Structure`);
  }
  checkStructure(text);
  return value;
}

/** Walks over text that is known to be JSON. */
function checkStructure(text: string): void {
  // One entry a level: the names seen in an object, null in a list.
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at + 1);
      const names = open.at(-1);
      if (names && isName(text, end + 1)) addName(names, text.slice(at, end + 1));
      at = end;
    }
    if (open.length > maxDepth) {
      throw new ServiceError(
        'SerializationException',
        `The request body is nested more than ${maxDepth} deep`,
      );
    }
  }
}

function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from);
  for (;;) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
}

function isName(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= 32) at += 1;
  return text[at] === ':';
}

function addName(names: Set<string>, quoted: string): void {
  const name = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  if (names.has(name)) {
    const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
    throw new ServiceError('SerializationException', `The member ${JSON.stringify(shown)} is there twice`);
  }
  names.add(name);
}
