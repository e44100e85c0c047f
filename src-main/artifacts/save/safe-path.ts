import { utf8Bytes } from '#shared/domain/utf8-bytes.ts';

/** Source: NAME_MAX of Linux, macOS and Windows. */
const MOST_NAME_BYTES = 255;
/** Below PATH_MAX of macOS (1,024); the folder that was chosen takes a part of it. */
const MOST_PATH_BYTES = 1023;
/** Source: "Naming Files, Paths, and Namespaces", MAX_PATH without the long-path prefix. */
const MOST_PATH_UNITS_ON_WINDOWS = 259;

/** Source: "Naming Files, Paths, and Namespaces"; also with any ending behind them, and with superscript digits. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?: *\.|$)/i;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const ON_WINDOWS_ONLY = /[<>:"|?*]/;
/** Half of a surrogate pair has no UTF-8: two such names would become one. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A name of an archive as a place below the target folder, or the sentence that says why it is none. */
export type SafePath = { ok: true; segments: readonly string[] } | { ok: false; sentence: string };

const refused = (sentence: string): SafePath => ({ ok: false, sentence });

function whyNoName(name: string, windows: boolean): string | null {
  if (name === '') return 'Its path has an empty part.';
  if (name === '.' || name === '..') return 'Its path leads out of where it would be saved (“..”).';
  if (CONTROL.test(name)) return 'Its name holds a control character.';
  if (LONE_SURROGATE.test(name)) return 'Its name is not valid Unicode.';
  if (/[. ]$/.test(name)) return 'Its name ends with a dot or a space, which Windows drops.';
  if (RESERVED.test(name)) return 'Its name is a device on Windows.';
  if (windows && ON_WINDOWS_ONLY.test(name)) return 'Its name holds a character that Windows does not take.';
  if (utf8Bytes(name) > MOST_NAME_BYTES) return `Its name is longer than ${MOST_NAME_BYTES} bytes.`;
  return null;
}

/**
 * Divides an entry's path into names that mean a place below the target folder on every system. Nothing is mended: what
 * another system would read in another way is refused. `root` is the target folder's absolute path.
 */
export function safePath(path: string, root: string, platform: NodeJS.Platform): SafePath {
  const windows = platform === 'win32';
  if (path.includes('\\')) return refused('Its path holds a backslash, which divides folders on Windows.');
  if (path.startsWith('/')) return refused('Its path is absolute.');
  if (/^[a-z]:/i.test(path)) return refused('Its path begins with a drive letter.');
  const segments = path.replace(/\/$/, '').split('/');
  for (const name of segments) {
    const why = whyNoName(name, windows);
    if (why !== null) return refused(why);
  }
  const whole = `${root}/${segments.join('/')}`;
  if (windows ? whole.length > MOST_PATH_UNITS_ON_WINDOWS : utf8Bytes(whole) > MOST_PATH_BYTES)
    return refused('Its path is too long for this place.');
  return { ok: true, segments };
}

/** What is the same on a file system that takes no notice of case or of how accents are composed. */
export function clashKey(segments: readonly string[]): string {
  return segments.join('/').normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** A name of our own making for a file or folder that is to hold `text`'s content: harmless on every system. */
export function harmlessName(text: string, otherwise: string): string {
  const last = text.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  const plain = [...last.replace(/[<>:"|?*]/g, '_')]
    .map((letter) => (CONTROL.test(letter) || LONE_SURROGATE.test(letter) ? '_' : letter))
    .join('')
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '');
  const short = [...plain]
    .slice(0, 60)
    .join('')
    .replace(/[. ]+$/, '');
  return short === '' || RESERVED.test(short) ? otherwise : short;
}
