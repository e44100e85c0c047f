import { SECRET_MARK } from '#shared/domain/secret.ts';

/** Parameters of signed URLs, passwords of URLs, AWS access keys. */
const IN_TEXT: readonly [RegExp, string][] = [
  [
    /\b((?:x-amz-(?:signature|credential|security-token)|token|password|secret|api[-_]?key)=)[^&\s"'<>]+/gi,
    `$1${SECRET_MARK}`,
  ],
  [/(\w+:\/\/[^\s/:@]+:)[^\s/@]+@/g, `$1${SECRET_MARK}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, SECRET_MARK],
];

/** A text that leaves the program, without the secrets that stand in the middle of it; `redacted` knows them by names only. */
export function scrubbed(text: string): string {
  return IN_TEXT.reduce((left, [pattern, mark]) => left.replace(pattern, mark), text);
}
