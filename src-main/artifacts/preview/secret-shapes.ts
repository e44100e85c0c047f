import type { SecretSpan } from '#shared/domain/artifact-preview.ts';

/**
 * Secrets that are known by their own look. Each pattern either ends in its greedy run or has a fixed length, so that a run
 * is gone through once: no input makes one of these slow.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, 'An AWS access key id'],
  [/\b(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/=]{40,}/g, 'An AWS session token'],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g, 'A GitHub token'],
  [/\bglpat-[\w-]{20,}/g, 'A GitLab token'],
  [/\bxox[abeprs]-[A-Za-z0-9-]{10,}/g, 'A Slack token'],
  [/\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/g, 'A Stripe key'],
  [/\bAIza[\w-]{35}/g, 'A Google API key'],
  [/\bnpm_[A-Za-z0-9]{36,}/g, 'An npm token'],
  [/\bpypi-AgEIcHlwaS5vcmc[\w-]{20,}/g, 'A PyPI token'],
  [/\bSG\.[\w-]{22}\.[\w-]{43}/g, 'A SendGrid key'],
  [/\bdckr_pat_[\w-]{20,}/g, 'A Docker token'],
];

const BEARER = /\bbearer[ \t]{1,4}([\w.~+/-]{16,}=*)/gi;
const JWT_HEADER = /\beyJ[\w-]{10,}/g;
const KEY_BEGIN = '-----BEGIN ';
const KEY_END = '-----END ';
/** A private key without its end is taken to be no longer than this. */
const LONGEST_KEY = 16_384;

/** Where secrets of a known look lie in a text, in no order. Linear in its length. */
export function shapedSecrets(text: string): SecretSpan[] {
  const spans = [...privateKeys(text), ...webTokens(text), ...passwordsInUrls(text)];
  for (const [pattern, why] of SHAPES) {
    for (const match of text.matchAll(pattern))
      spans.push({ from: match.index, to: match.index + match[0].length, why });
  }
  for (const match of text.matchAll(BEARER)) {
    const value = match[1] ?? '';
    const to = match.index + match[0].length;
    if (/\d/.test(value)) spans.push({ from: to - value.length, to, why: 'A bearer token' });
  }
  return spans;
}

function privateKeys(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let anyEnd = true;
  for (let at = text.indexOf(KEY_BEGIN); at >= 0; at = text.indexOf(KEY_BEGIN, at)) {
    const label = /^[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.exec(
      text.slice(at + KEY_BEGIN.length, at + 90),
    );
    if (!label) {
      at += KEY_BEGIN.length;
      continue;
    }
    const end: number = anyEnd ? text.indexOf(KEY_END, at) : -1;
    anyEnd = end >= 0;
    const to = end < 0 ? Math.min(text.length, at + LONGEST_KEY) : endOfMark(text, end + KEY_END.length);
    spans.push({ from: at, to, why: 'A private key' });
    at = to;
  }
  return spans;
}

function endOfMark(text: string, from: number): number {
  const dashes = text.slice(from, from + 60).indexOf('-----');
  return dashes < 0 ? from : from + dashes + 5;
}

/** `header.payload.signature`, each base64url; the header is a JSON object, hence the `eyJ`. */
function webTokens(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const part = /\.[\w-]*/y;
  JWT_HEADER.lastIndex = 0;
  for (let match = JWT_HEADER.exec(text); match; match = JWT_HEADER.exec(text)) {
    let to = match.index + match[0].length;
    let parts = 1;
    for (; parts < 5; parts += 1) {
      part.lastIndex = to;
      const more = part.exec(text);
      if (!more || (parts === 1 && more[0].length < 8)) break;
      to += more[0].length;
    }
    if (parts > 2) spans.push({ from: match.index, to, why: 'A JSON web token' });
    JWT_HEADER.lastIndex = to;
  }
  return spans;
}

/** `scheme://user:password@host`: the password alone. What stands before `@` has no slash, which bounds the look ahead. */
function passwordsInUrls(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at)) {
    const start = at + 3;
    let colon = -1;
    let end = start;
    for (const most = Math.min(text.length, start + 512); end < most; end += 1) {
      const unit = text.charCodeAt(end);
      if (unit === 0x3a && colon < 0) colon = end;
      if (unit === 0x40 || endsAuthority(unit)) break;
    }
    const from = colon + 1;
    if (colon >= start && end > from && text[end] === '@' && !isReference(text.slice(from, end)))
      spans.push({ from, to: end, why: 'A password in an address' });
    at = Math.max(end, start);
  }
  return spans;
}

function endsAuthority(unit: number): boolean {
  return unit <= 0x20 || unit === 0x2f || unit === 0x22 || unit === 0x27 || unit === 0x3c || unit === 0x60;
}

/** Whether a value only says where the secret is to be had: `${X}`, `$X`, `{{x}}`, `<your password>`, `****`. */
export function isReference(value: string): boolean {
  return /^(?:\$[\w({]|\{\{|<|%\w{1,64}%$|[*x•.]{3,}$|\[secret\])/.test(value);
}
