import { memo, type ReactElement } from 'react';
import type { TableColumn } from './table-column.ts';

// The table listens for all of its boxes; React asks each for a listener of its own.
const heardByTable = (): void => undefined;

function Row<Item>(props: {
  id: string;
  item: Item;
  columns: readonly TableColumn<Item>[];
  ticked: boolean;
  boxLabel: string;
}): ReactElement {
  return (
    <tr role="row" className="ad-live-row" data-ticked={props.ticked || undefined}>
      <td role="cell" className="ad-live-box">
        <label>
          <input
            type="checkbox"
            className="ad-box"
            aria-label={props.boxLabel}
            data-tick={props.id}
            checked={props.ticked}
            onChange={heardByTable}
          />
        </label>
      </td>
      {props.columns.map((column) =>
        column.isRowHeader ? (
          <th key={column.id} role="rowheader" scope="row" className="ad-live-cell">
            {column.cell(props.item)}
          </th>
        ) : (
          <td key={column.id} role="cell" className="ad-live-cell">
            {column.cell(props.item)}
          </td>
        ),
      )}
    </tr>
  );
}

/** A row of a live table. It is drawn again when its item, its box or the choice of columns changed, and never for another row. */
export const LiveRow = memo(Row) as typeof Row;
