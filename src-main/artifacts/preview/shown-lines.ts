import { TEXT_LIMITS } from './text-bounds.ts';

/** Deeper levels are not indented further: with 100,000 of them, indentation alone would fill the memory. */
const DEEPEST_INDENT = 100;
const MOST_UNITS = 8 * 1024 * 1024;

/** A text that is written line by line and stops taking lines when there are enough. */
export interface ShownLines {
  /** Adds to the current line. */
  add(piece: string): void;
  /** Ends the current line and begins one at this depth. */
  breakAt(depth: number): void;
  /** Whether the limits are reached, so that the rest need not be formatted. */
  full(): boolean;
  text(): string;
}

/** At most `TEXT_LIMITS.lines` lines, indented by two blanks a level. */
export function createShownLines(): ShownLines {
  const pieces: string[] = [];
  let lines = 1;
  let units = 0;
  const add = (piece: string): void => {
    pieces.push(piece);
    units += piece.length;
  };
  return {
    add,
    breakAt(depth) {
      lines += 1;
      add(`\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}`);
    },
    full: () => lines >= TEXT_LIMITS.lines || units >= MOST_UNITS,
    text: () => pieces.join(''),
  };
}

/** What a formatter made of a text, or where and why it is not what its name says. */
export type Formatted =
  | { readonly ok: true; readonly text: string; readonly cut: boolean }
  | { readonly ok: false; readonly sentence: string; readonly line: number | null };

/** The line, from 1, that a character is in. */
export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}
