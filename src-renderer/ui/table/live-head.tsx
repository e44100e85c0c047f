import { memo, useEffect, useRef, type ReactElement } from 'react';
import { Glyph } from '../glyph.tsx';
import { ColumnEdge } from './column-edge.tsx';
import type { TableColumn } from './table-column.ts';

/** The order of the rows. */
export interface TableSort {
  readonly field: string;
  readonly descending: boolean;
}

type Heading = Omit<TableColumn<never>, 'cell'>;

/** The boxes of all rows at once: `some` is the state between. */
export type AllTicked = 'none' | 'some' | 'all';

function Head(props: {
  columns: readonly Heading[];
  sort: TableSort;
  allTicked: AllTicked;
  allLabel: string;
  onSort: (sort: TableSort) => void;
  onAll: () => void;
  onDraw: (id: string, px: number) => void;
  onDrawn: (id: string, px: number) => void;
}): ReactElement {
  const { sort, allTicked } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = allTicked === 'some';
  }, [allTicked]);
  return (
    <tr role="row" className="ad-live-row">
      <th role="columnheader" className="ad-live-box">
        <label>
          <input
            ref={box}
            type="checkbox"
            className="ad-box"
            aria-label={props.allLabel}
            data-tick-all
            checked={allTicked === 'all'}
            onChange={props.onAll}
          />
        </label>
      </th>
      {props.columns.map(({ id, header, width, sortingField }) => {
        const sorted = sortingField !== undefined && sortingField === sort.field;
        const order = sort.descending ? 'descending' : 'ascending';
        return (
          <th
            key={id}
            role="columnheader"
            scope="col"
            className="ad-live-heading"
            aria-sort={sorted ? order : undefined}
          >
            {sortingField === undefined ? (
              <span className="ad-live-name" title={header}>
                {header}
              </span>
            ) : (
              <button
                type="button"
                className="ad-live-sort ad-focusable"
                data-sorted={sorted || undefined}
                title={header}
                onClick={() => props.onSort({ field: sortingField, descending: sorted && !sort.descending })}
              >
                <span className="ad-ellipsis">{header}</span>
                <Glyph name={sorted ? order : 'sortable'} />
              </button>
            )}
            <ColumnEdge
              name={header}
              width={width}
              onDraw={(px) => props.onDraw(id, px)}
              onDrawn={(px) => props.onDrawn(id, px)}
            />
          </th>
        );
      })}
    </tr>
  );
}

/** The heads of the columns: they sort, are drawn wider and narrower, and tick all rows. */
export const LiveHead = memo(Head);
