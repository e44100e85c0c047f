import type { SecretSpan } from '#shared/domain/artifact-preview.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';
import { isReference } from './secret-shapes.ts';

/** Names longer than this are none, and a value ends here at the latest. */
const LONGEST_NAME = 80;
const LONGEST_VALUE = 4096;

/** Names of which the value is the secret itself, however short and plain it is. */
const PASSWORD_NAME = /passw(?:or)?d|passphrase|pwd|secret/i;
const MORE_SECRET_NAMES = /authorization|accountkey|access[-_]?key$|sharedaccess|pwd$|passphrase|signature$/i;
/** Names that speak about a secret: where it is, what kind it has, how long it holds; and AWS's page and work tokens. */
const ABOUT_SECRETS =
  /(?:name|arn|id|ids|url|uri|endpoint|type|path|file|length|policy|expiry|expires|expiration|ttl|age|count|limit|enabled|required|field|version|manager|provider|store|format|hash(?:ed)?algorithm)$|^(?:max|min|num)[-_]?|(?:continuation|next|pagination|starting)[-_]?token$|tokeni[sz]|^secrets?$|^credentials?$|^private$|private[-_]?(?:ip|subnet|dns|link|zone|repo|host)/i;
/** `name: DB_PASSWORD`, `value: hunter2`: the name of the secret is itself a value. */
const NAMING = /^(?:name|key|parameterkey|variable)$/i;
const VALUING = /^(?:value|parametervalue|default)$/i;
const WITHIN = 300;

const QUOTES = new Set([0x22, 0x27, 0x60]);

/** Whether a value under this name is to be hidden. */
export function namesSecret(name: string): boolean {
  return (looksSecret(name) || MORE_SECRET_NAMES.test(name)) && !ABOUT_SECRETS.test(name);
}

function isNameUnit(unit: number): boolean {
  return (
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    unit === 0x5f ||
    unit === 0x2d ||
    unit === 0x2e
  );
}

/** The part of a dotted name that says what it is. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Bits for each character, by how often each comes; about 4 and more for random text. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const unit of value) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Whether a value may be the secret that its name promises; its first characters decide. */
function mayBeSecret(name: string, whole: string, quoted: boolean): boolean {
  const value = whole.slice(0, 128);
  if (value.length < 3 || isReference(value)) return false;
  if (/^(?:true|false|null|none|yes|no|undefined|string|default|required|optional)$/i.test(value))
    return false;
  if (
    /^(?:arn:|!|\/aws\/|\||>|https?:\/\/[^@]{0,300}$|(?:process\.env|secrets|env|vars|var|config)\.)/.test(
      value,
    )
  )
    return false;
  if (!quoted && /[()[\]{}]/.test(value)) return false;
  if (PASSWORD_NAME.test(name)) return quoted || !/^[\w.]+$/.test(value) || value.length >= 4;
  // Counts, and versions of packages that are named after tokens.
  if (/^(?:\d{1,9}|[~^<>=v]{0,2}\d{1,6}(?:\.\d{1,6}){1,3})$/.test(value)) return false;
  return value.length >= 8 && (/\d/.test(value) || entropy(value) >= 3.5);
}

/** Counts the characters that were looked at, so that a test can bound the work whatever machine it runs on. */
export interface Work {
  looked: number;
}

/**
 * Values that stand beside a name that says *secret*: in JSON, YAML, properties, environment files, XML and code alike, as
 * `name: value`, `name = value`, `"name": "value"` or `<name>value</name>`. Linear: names and values are bounded, and
 * what was taken as a value is not looked at again.
 */
export function namedSecrets(text: string, work: Work = { looked: 0 }): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let named = { by: '', at: -WITHIN };
  const ends: ValueEnds = new Map();
  for (let at = 0; at < text.length; at += 1) {
    work.looked += 1;
    const unit = text.charCodeAt(at);
    if (unit !== 0x3a && unit !== 0x3d && unit !== 0x3e) continue;
    const name = nameBefore(text, at, unit === 0x3e, work);
    if (name === null) continue;
    const own = lastPart(name);
    const naming = NAMING.test(own);
    const valuing = VALUING.test(own) && at - named.at < WITHIN;
    if (!naming && !valuing && !namesSecret(own)) continue;
    const value = valueAfter(text, at + 1, unit === 0x3e, ends, work);
    const found = text.slice(value.from, value.to);
    if (naming) {
      if (found.length <= LONGEST_NAME && namesSecret(found)) named = { by: found, at };
      continue;
    }
    const by = valuing ? named.by : own;
    if (!mayBeSecret(by, found, value.quoted)) continue;
    spans.push({ from: value.from, to: value.to, why: `The value of ${by}` });
    at = value.to;
  }
  return spans;
}

/** The name right before a separator, its quotes and blanks skipped; in XML, the name of the tag. */
function nameBefore(text: string, separator: number, tag: boolean, work: Work): string | null {
  let to = separator;
  // `=>` and `:=` separate too.
  if (tag && text.charCodeAt(to - 1) === 0x3d) return nameBefore(text, separator - 1, false, work);
  if (!tag && text.charCodeAt(to) === 0x3d && text.charCodeAt(to - 1) === 0x3a) to -= 1;
  for (let blanks = 0; blanks < 8 && to > 0 && isBlank(text.charCodeAt(to - 1)); blanks += 1) to -= 1;
  if (to > 0 && QUOTES.has(text.charCodeAt(to - 1))) to -= 1;
  let from = to;
  while (from > 0 && to - from <= LONGEST_NAME && isNameUnit(text.charCodeAt(from - 1))) from -= 1;
  work.looked += separator - from;
  if (from === to || to - from > LONGEST_NAME) return null;
  if (tag && text.charCodeAt(from - 1) !== 0x3c) return null;
  return text.slice(from, to);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

/**
 * Where the latest value of each kind (by its quote, `0` bare, `1` of a tag) began and ended. One that begins within it ends with
 * it, which spares looking at refused values again: `token=token=token=…`.
 */
type ValueEnds = Map<number, { readonly from: number; readonly to: number }>;

function valueAfter(
  text: string,
  start: number,
  tag: boolean,
  ends: ValueEnds,
  work: Work,
): { from: number; to: number; quoted: boolean } {
  let from = start;
  if (text.charCodeAt(from) === 0x3e && !tag) from += 1;
  const skipBlanks = (most: number): void => {
    for (let blanks = 0; blanks < most && isBlank(text.charCodeAt(from)); blanks += 1) from += 1;
  };
  skipBlanks(64);
  // A YAML block scalar: its first line is blurred, which is where a password stands.
  const block = /^[|>][+-]?\d?\r?\n/.exec(text.slice(from, from + 6));
  if (block) {
    from += block[0].length;
    skipBlanks(64);
  }
  const quote = text.charCodeAt(from);
  const quoted = QUOTES.has(quote) && !tag;
  if (quoted) from += 1;
  const kind = quoted ? quote : Number(tag);
  const latest = ends.get(kind);
  if (latest && from >= latest.from && from < latest.to) return { from, to: latest.to, quoted };
  let to = from;
  for (const most = Math.min(text.length, from + LONGEST_VALUE); to < most; to += 1) {
    const unit = text.charCodeAt(to);
    if (unit === 0x0a || unit === 0x0d) break;
    if (quoted && unit === quote) break;
    if (quoted && unit === 0x5c) to += 1;
    else if (!quoted && endsBareValue(text, to, unit, tag)) break;
  }
  work.looked += to - start;
  to = Math.min(to, text.length);
  ends.set(kind, { from, to });
  return { from, to, quoted };
}

/** A bare value ends at blank, comma, semicolon, quote or tag; `Basic …` and `Bearer …` go on behind their blank. */
function endsBareValue(text: string, at: number, unit: number, tag: boolean): boolean {
  if (unit === 0x3c) return true;
  if (tag) return false;
  if (isBlank(unit)) return !/(?:basic|bearer)$/i.test(text.slice(at - 6, at));
  return unit === 0x2c || unit === 0x3b || unit === 0x22 || unit === 0x27 || unit === 0x26;
}
