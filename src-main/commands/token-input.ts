import { readFileSync } from 'node:fs';
import { ActionDeskError } from '#shared/domain/errors.ts';

const LONGEST_INPUT = 64 * 1024;

/** Standard input as a command sees it. */
export interface TokenInput extends AsyncIterable<Buffer | string> {
  isTTY?: boolean;
}

async function readAll(input: TokenInput): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > LONGEST_INPUT)
      throw new ActionDeskError('invalid-input', 'standard input: expected one client token');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * A client token from a file, else from standard input, the newline at its end left out. A terminal is refused: what is
 * typed there would be seen. Arguments are no place for it: other users see them.
 */
export async function readToken(tokenFile: string | undefined, input: TokenInput): Promise<string> {
  if (tokenFile !== undefined) {
    try {
      return readFileSync(tokenFile, 'utf8').trim();
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error';
      throw new ActionDeskError('invalid-input', `--token-file: ${tokenFile} cannot be read (${code})`);
    }
  }
  if (input.isTTY) {
    throw new ActionDeskError(
      'invalid-input',
      'The token is read from standard input: pipe it in (… < token.txt), or name a file with --token-file.',
    );
  }
  return (await readAll(input)).trim();
}
