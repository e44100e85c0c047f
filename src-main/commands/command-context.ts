import type { TokenInput } from './token-input.ts';

/** What a command may touch of its process; tests give their own. */
export interface CommandContext {
  out(text: string): void;
  err(text: string): void;
  input: TokenInput;
  now(): number;
  setExitCode(code: number): void;
}

/** One JSON document and a newline, for `--json`. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
