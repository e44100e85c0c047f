import { open, rm } from 'node:fs/promises';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { redacted } from '../platform/redact.ts';

export type TableCell = string | number | null;

/** The columns of an exported table by their names, in their order. */
export type TableColumns<Row> = Readonly<Record<string, (row: Row) => TableCell>>;

/** A time (epoch ms) as an exported table holds it: ISO 8601, UTC. */
export const isoTime = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

/** RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(cell: TableCell): string {
  if (cell === null || typeof cell === 'number') return String(cell ?? '');
  const text = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of a CSV table. */
export function csvHeadOf(columns: TableColumns<never>): string {
  return `${Object.keys(columns).join(',')}\r\n`;
}

/** One row as a line of CSV, redacted. */
export function csvLineOf<Row>(columns: TableColumns<Row>, row: Row): string {
  return `${Object.values(columns)
    .map((cellOf) => csvCell(redacted(cellOf(row)) as TableCell))
    .join(',')}\r\n`;
}

/** One row as a JSON object by the columns' names, redacted. */
export function jsonRowOf<Row>(columns: TableColumns<Row>, row: Row): string {
  const cells = Object.entries(columns).map(([name, cellOf]) => [name, cellOf(row)]);
  return JSON.stringify(redacted(Object.fromEntries(cells)));
}

/**
 * Writes the rows to the file as they come, readable by this user only, and answers how many they were. A file that could
 * not be finished is removed. Throws `invalid-input` where the place takes no file.
 */
export async function writeTable<Row>(
  path: string,
  format: 'csv' | 'json',
  columns: TableColumns<Row>,
  rows: AsyncIterable<readonly Row[]>,
): Promise<number> {
  const file = await open(path, 'w', 0o600).catch(notWritten);
  let count = 0;
  try {
    await file.write(format === 'csv' ? csvHeadOf(columns) : '[').catch(notWritten);
    for await (const some of rows) {
      const lines = some.map((row, at) =>
        format === 'csv'
          ? csvLineOf(columns, row)
          : `${count + at > 0 ? ',' : ''}\n${jsonRowOf(columns, row)}`,
      );
      await file.write(lines.join('')).catch(notWritten);
      count += some.length;
    }
    if (format === 'json') await file.write('\n]\n').catch(notWritten);
    await file.close();
    return count;
  } catch (thrown) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw thrown;
  }
}

function notWritten(thrown: NodeJS.ErrnoException): never {
  const sentence = `The file could not be written (${thrown.code ?? thrown.message}).`;
  throw new ActionDeskError('invalid-input', sentence, { cause: thrown });
}
