import { ActionDeskError } from '#shared/domain/errors.ts';

/** The longest file of clients that is read, in bytes: far above every vendor's number of customers. */
export const LONGEST_CLIENT_FILE = 128 * 1024 * 1024;

/**
 * The text of a file of clients: UTF-8, or UTF-16 with its mark as spreadsheets save it. Anything else is refused with
 * `invalid-input`, since it would spoil names without a word.
 */
export function decodeClientText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ActionDeskError('invalid-input', 'The file is not UTF-8: save it as UTF-8 and try again.');
  }
}
