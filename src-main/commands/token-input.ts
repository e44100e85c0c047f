import { readFileSync } from 'node:fs';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { decodeClientText, LONGEST_CLIENT_FILE } from '../client-files/client-text.ts';

const LONGEST_TOKEN_INPUT = 64 * 1024;

/** Standard input as a command sees it. */
export interface TokenInput extends AsyncIterable<Buffer | string> {
  isTTY?: boolean;
}

async function readAll(input: TokenInput, limit: number, expected: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > limit) throw new ActionDeskError('invalid-input', `standard input: expected ${expected}`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function readNamed(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error';
    throw new ActionDeskError('invalid-input', `${what}: ${file} cannot be read (${code})`);
  }
}

/**
 * A client token from a file, else from standard input, the newline at its end left out. A terminal is refused: what is
 * typed there would be seen. Arguments are no place for it: other users see them.
 */
export async function readToken(tokenFile: string | undefined, input: TokenInput): Promise<string> {
  if (tokenFile !== undefined) return readNamed(tokenFile, '--token-file').toString('utf8').trim();
  if (input.isTTY) {
    throw new ActionDeskError(
      'invalid-input',
      'The token is read from standard input: pipe it in (… < token.txt), or name a file with --token-file.',
    );
  }
  return (await readAll(input, LONGEST_TOKEN_INPUT, 'one client token')).toString('utf8').trim();
}

/** The text of a file of clients, or of standard input where none is named. Throws `invalid-input`, see `decodeClientText`. */
export async function readClientText(file: string | undefined, input: TokenInput): Promise<string> {
  if ((file === undefined || file === '-') && input.isTTY) {
    throw new ActionDeskError('invalid-input', 'Name a file, or pipe the clients in (… < clients.csv).');
  }
  const bytes =
    file === undefined || file === '-'
      ? await readAll(input, LONGEST_CLIENT_FILE, `at most ${LONGEST_CLIENT_FILE / 1024 / 1024} MB`)
      : readNamed(file, 'file');
  return decodeClientText(bytes);
}
