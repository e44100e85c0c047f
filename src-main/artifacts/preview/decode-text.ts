import { detectEncoding, encodingNamed, markedEncoding } from './detect-encoding.ts';
import { textBound } from './text-bounds.ts';

/** A text as it is shown: at most the limits of `TEXT_LIMITS`. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  /** Bytes that the text stands for, the byte order mark included. */
  readonly read: number;
  /** Lines as the editor counts them; an empty one after a line end at the very end included. */
  readonly lines: number;
}

/**
 * Decodes the beginning of a content. `chosen` is a person's choice (a WHATWG label) and wins; one that is not known is as
 * none. Bytes that the encoding does not have become U+FFFD. Never throws.
 */
export function decodeText(bytes: Uint8Array, chosen: string | null): DecodedText {
  const named = chosen === null ? null : encodingNamed(chosen);
  const encoding = named === null || named === 'replacement' ? detectEncoding(bytes) : named;
  const marked = markedEncoding(bytes);
  const markBytes = marked?.encoding === encoding ? marked.markBytes : 0;
  const { end, lines } = textBound(bytes, encoding);
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  // While a stream goes on, a character that is cut at the end is held back instead of shown as damaged.
  const text = decoder.decode(bytes.subarray(markBytes, end), { stream: end < bytes.length });
  return { text, encoding, read: end, lines };
}
