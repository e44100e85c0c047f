/** A place in a grid with headers: row and column 0 are the headers, 0/0 is the corner. */
export interface Place {
  row: number;
  column: number;
}

/** Where a key leads in a grid of `rows` × `columns` cells beside the headers; null for a key that moves nothing. */
export function walk(
  from: Place,
  key: string,
  control: boolean,
  size: { rows: number; columns: number },
): Place | null {
  const within = (row: number, column: number): Place => ({
    row: Math.max(0, Math.min(size.rows, row)),
    column: Math.max(0, Math.min(size.columns, column)),
  });
  switch (key) {
    case 'ArrowUp':
      return within(from.row - 1, from.column);
    case 'ArrowDown':
      return within(from.row + 1, from.column);
    case 'ArrowLeft':
      return within(from.row, from.column - 1);
    case 'ArrowRight':
      return within(from.row, from.column + 1);
    case 'Home':
      return within(control ? 0 : from.row, 0);
    case 'End':
      return within(control ? size.rows : from.row, size.columns);
    case 'PageUp':
      return within(0, from.column);
    case 'PageDown':
      return within(size.rows, from.column);
    default:
      return null;
  }
}

/** The selection after `chosen` was picked: alone, or (`beside`) added to what is selected, or taken out where all of it was. */
export function pick(
  selected: readonly string[],
  chosen: readonly string[],
  beside: boolean,
): readonly string[] {
  const all = chosen.every((key) => selected.includes(key));
  if (!beside) return all && selected.length === chosen.length ? [] : chosen;
  return all
    ? selected.filter((key) => !chosen.includes(key))
    : [...selected, ...chosen.filter((key) => !selected.includes(key))];
}
