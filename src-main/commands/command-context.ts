import type { TokenInput } from './token-input.ts';

/** Standard output for contents: bytes as they are. */
export interface BytesOutput {
  readonly isTerminal: boolean;
  /** Resolves when more may be written. */
  write(chunk: Uint8Array): Promise<void>;
}

/** What a command may touch of its process; tests give their own. */
export interface CommandContext {
  out(text: string): void;
  err(text: string): void;
  /** Missing where a host takes texts only. */
  readonly bytes?: BytesOutput;
  input: TokenInput;
  now(): number;
  setExitCode(code: number): void;
}

/** One JSON document and a newline, for `--json`. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
