import type { ReportTable } from '#shared/domain/artifact-preview.ts';
import { cutTo } from '#shared/domain/limits.ts';
import { withoutSecrets } from '../find-secrets.ts';

/** Rows of one table, and UTF-16 units of one cell. */
export const TABLE_LIMITS = { rows: 2000, cell: 2000 } as const;

/** One line for people, whatever a stranger wrote: cut with a mark, secrets replaced. */
export function cell(text: string | number): string {
  return withoutSecrets(cutTo(TABLE_LIMITS.cell, String(text).trim()));
}

/** A table of at most `TABLE_LIMITS.rows` rows; the rest is counted. */
export function reportTable(
  title: string,
  summary: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): ReportTable {
  return {
    title: cell(title),
    summary: cell(summary),
    columns: [...columns],
    rows: rows.slice(0, TABLE_LIMITS.rows).map((row) => row.map(cell)),
    left: Math.max(0, rows.length - TABLE_LIMITS.rows),
  };
}

/** `82.4 %`, or a dash where there is nothing to cover. */
export function percent(covered: number, total: number): string {
  return total > 0 ? `${(Math.floor((covered / total) * 1000) / 10).toFixed(1)}%` : '–';
}

/** A number as a report writes it; 0 for anything else. */
export function count(text: string | undefined): number {
  const value = Number(text?.replaceAll(',', '') ?? 0);
  return Number.isFinite(value) ? value : 0;
}

/** `1 container`, `3 containers`; a noun whose plural ends in s. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
