import { analyse } from 'chardet';

/** Bytes that a guess by frequencies of letters is made of. */
const SAMPLE_BYTES = 64 * 1024;
const BINARY_SAMPLE_BYTES = 64 * 1024;
/** A guess below this says nothing; then western text is the most likely. */
const LEAST_CONFIDENCE = 30;
const FALLBACK = 'windows-1252';

/** The encoding that a byte order mark at the beginning names, and the mark's length. */
export function markedEncoding(bytes: Uint8Array): { encoding: string; markBytes: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  return null;
}

/** UTF-16 of mostly western text has a NUL in every second byte; nothing else does. */
function unmarkedUtf16(sample: Uint8Array): string | null {
  const pairs = sample.length >> 1;
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.02) return 'utf-16le';
  if (even > pairs * 0.4 && odd < pairs * 0.02) return 'utf-16be';
  return null;
}

/** C0 controls that texts and terminals do not use. */
function isOddControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b;
}

/**
 * Whether bytes are no text: a NUL where no UTF-16 explains it, or too many control characters. Looks at the
 * first 64 KB, as git looks at the first 8,000 bytes.
 */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, BINARY_SAMPLE_BYTES);
  if (sample.length === 0 || markedEncoding(sample) !== null || unmarkedUtf16(sample) !== null) return false;
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (isOddControl(byte)) odd += 1;
  }
  return odd > sample.length * 0.05;
}

/** Whether bytes are UTF-8, a character cut at their end forgiven, and (a few damaged ones in a long log) nearly so. */
function isUtf8(bytes: Uint8Array): boolean {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    const text = strict.decode(bytes, { stream: true });
    // What is held back at the end may be no character at all: `caf\xe9`.
    return endsWhole(strict) || /[^\0-\x7f]/.test(text);
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    let damaged = 0;
    let whole = 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === 0xfffd) damaged += 1;
      else if (unit > 0x7f) whole += 1;
    }
    return damaged * 10 <= whole;
  }
}

/** Whether a decoder that was told of all bytes holds none of them back. */
function endsWhole(decoder: { decode(): string }): boolean {
  try {
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The lines with bytes above ASCII: a long log with one umlaut would otherwise look like ASCII. */
function tellingSample(bytes: Uint8Array): Uint8Array {
  const sample = Buffer.alloc(SAMPLE_BYTES);
  let filled = 0;
  let at = 0;
  while (at < bytes.length && filled < SAMPLE_BYTES) {
    while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at += 1;
    if (at === bytes.length) break;
    const from = Math.max(bytes.lastIndexOf(0x0a, at) + 1, at - 200, 0);
    const next = bytes.indexOf(0x0a, at);
    const to = Math.min(next < 0 ? bytes.length : next + 1, at + 2000, from + SAMPLE_BYTES - filled);
    sample.set(bytes.subarray(from, to), filled);
    filled += to - from;
    at = Math.max(to, at + 1);
  }
  return sample.subarray(0, filled);
}

/** The WHATWG name of a label, or null where this build cannot decode it. */
export function encodingNamed(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/**
 * The WHATWG name of the encoding of a text: by byte order mark, by NULs (UTF-16), by being valid UTF-8, else by a
 * guess (chardet). Never throws; what cannot be told is windows-1252, in which every byte is a character.
 */
export function detectEncoding(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked) return marked.encoding;
  const utf16 = unmarkedUtf16(bytes.subarray(0, SAMPLE_BYTES));
  if (utf16) return utf16;
  if (isUtf8(bytes)) return 'utf-8';
  const guesses = analyse(tellingSample(bytes)).filter(({ name }) => !/^(UTF|ASCII)/.test(name));
  const best = guesses[0]?.confidence ?? 0;
  if (best < LEAST_CONFIDENCE) return FALLBACK;
  const western = guesses.find(({ name }) => /^(ISO-8859-1|windows-1252)$/.test(name));
  if (western && western.confidence >= best - 5) return FALLBACK;
  for (const { name } of guesses) {
    const encoding = encodingNamed(name);
    if (encoding !== null && encoding !== 'replacement') return encoding;
  }
  return FALLBACK;
}
