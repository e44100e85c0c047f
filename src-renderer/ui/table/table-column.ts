import type { ReactNode } from 'react';

/** A column of a live table. Widths in pixels. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly width: number;
  /** What names the row to those who hear the table. */
  readonly isRowHeader?: boolean;
  /** The name of the order by this column; without it the column cannot be sorted by. */
  readonly sortingField?: string;
  readonly cell: (row: Row) => ReactNode;
}

/** No column is drawn narrower than this, in pixels. */
export const NARROWEST_PX = 60;

/** The column of boxes before the others, in pixels. */
export const BOXES_PX = 40;

type Widths = readonly { readonly id: string; readonly width: number }[];

/** All columns together, in pixels. */
export function widthOf(columns: Widths): number {
  return columns.reduce((sum, { width }) => sum + width, BOXES_PX);
}

/** The tracks of the rows' grid; the last column takes what the window has left. */
export function tracksOf(columns: Widths): string {
  const tracks = columns.map(({ width }, at) =>
    at === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`,
  );
  return [`${BOXES_PX}px`, ...tracks].join(' ');
}
