import type { z } from 'zod';
import { ActionDeskError } from './errors.ts';

/** A path as people write it: `actionTypes[0].processor.startUrl`. */
function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text ? `${text}.${String(step)}` : String(step);
  }, '');
}

/** zod's own words where a schema has none of ours: `Invalid input: expected string, received undefined`. */
function expectation(message: string): string {
  const plain = message
    .replace(/^Invalid input: expected (.+), received undefined$/, 'missing, expected $1')
    .replace(/^Invalid input: expected (.+), received (.+)$/, 'expected $1, not $2');
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** One clear sentence an issue: the field, then what was expected. Never the value: it may be a secret. */
export function issueSentences(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `${dotted([...issue.path, key])}: unknown field`).join('; ');
    }
    return `${dotted(issue.path) || 'input'}: ${expectation(issue.message)}`;
  });
}

/** Parses unknown input or throws `invalid-input` with one sentence that names the first field at fault. */
export function parseOrThrow<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ActionDeskError('invalid-input', issueSentences(parsed.error)[0] ?? 'The input is not valid.');
}
