import { useCallback, useMemo, useRef, type CSSProperties, type ReactElement, type ReactNode } from 'react';
import { useFirstRows } from './first-rows.ts';
import { LiveHead, type TableSort } from './live-head.tsx';
import { LiveRow } from './live-row.tsx';
import { useRowFocus } from './row-focus.ts';
import { useSlots } from './row-slots.ts';
import { useHeightAs, useSideScroll } from './side-scroll.ts';
import { tracksOf, widthOf, type TableColumn } from './table-column.ts';
import { ticksAfter } from './ticks.ts';
import './live-table.css';

/** What a live table shows and tells. Rows whose item is the same object are not drawn again. */
export interface LiveTableProps<Row> {
  name: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  boxLabelOf: (row: Row) => string;
  allBoxesLabel: string;
  ticked: ReadonlySet<string>;
  sort: TableSort;
  /** Stays with the heads above the rows. */
  tools: ReactNode;
  /** Instead of rows, while there are none. */
  instead: ReactNode;
  busy: boolean;
  onSort: (sort: TableSort) => void;
  onTicked: (ticked: ReadonlySet<string>) => void;
  /** The widths of all columns after one was drawn. */
  onWidths: (widths: Readonly<Record<string, number>>) => void;
}

/**
 * A table of many live rows, as light as a plain one: one grid for the widths, one listener for the boxes, and a row is drawn
 * only when its own content changed. Boxes take ranges with Shift and are walked with the arrow keys; heads and tools stay
 * on top, and the table alone scrolls sideways.
 */
export function LiveTable<Row>(props: LiveTableProps<Row>): ReactElement {
  const { columns, rows, ticked, idOf } = props;
  const [root, tools, table, head, body, bar] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLTableElement>(null),
    useRef<HTMLTableSectionElement>(null),
    useRef<HTMLTableSectionElement>(null),
    useRef<HTMLDivElement>(null),
  ];
  const pressed = useRef<string | null>(null);
  useSideScroll(head, body, bar);
  // Told to the head alone: on the table it would make every row's style anew.
  useHeightAs(tools, head, '--ad-live-tools');
  const drawn = useFirstRows(rows, idOf);
  const ids = drawn.map(idOf);
  const slots = useSlots(ids);
  const rowFocus = useRowFocus(table, ids);
  const latest = useRef(props);
  latest.current = props;

  const layOut = useCallback((shown: readonly { id: string; width: number }[]): void => {
    root.current?.style.setProperty('--ad-live-tracks', tracksOf(shown));
    root.current?.style.setProperty('--ad-live-width', `${widthOf(shown)}px`);
  }, []);
  const withWidth = (id: string, px: number): { id: string; width: number }[] =>
    latest.current.columns.map((column) => ({ id: column.id, width: column.id === id ? px : column.width }));
  const onDraw = useCallback((id: string, px: number) => layOut(withWidth(id, px)), [layOut]);
  const onDrawn = useCallback((id: string, px: number) => {
    latest.current.onWidths(Object.fromEntries(withWidth(id, px).map((one) => [one.id, one.width])));
  }, []);
  const onSort = useCallback((sort: TableSort) => latest.current.onSort(sort), []);
  const onAll = useCallback(() => {
    const { rows: all, ticked: before, onTicked, idOf: id } = latest.current;
    onTicked(new Set(all.every((row) => before.has(id(row))) ? [] : all.map(id)));
  }, []);

  const tick = (box: EventTarget, shift: boolean): void => {
    const id = box instanceof HTMLInputElement ? box.dataset['tick'] : undefined;
    if (id === undefined) return;
    props.onTicked(ticksAfter(rows.map(idOf), ticked, { id, shift, before: pressed.current }));
    pressed.current = id;
  };
  const walk = (from: EventTarget, step: 1 | -1): boolean => {
    if (!(from instanceof HTMLInputElement) || from.type !== 'checkbox') return false;
    const boxes = [...(root.current?.querySelectorAll<HTMLInputElement>('input.ad-box') ?? [])];
    const next = boxes[boxes.indexOf(from) + step];
    next?.focus();
    return true;
  };
  const tickedHere = rows.filter((row) => ticked.has(idOf(row))).length;
  const style = useMemo(
    () =>
      ({
        '--ad-live-tracks': tracksOf(columns),
        '--ad-live-width': `${widthOf(columns)}px`,
      }) as CSSProperties,
    [columns],
  );

  return (
    <div
      ref={root}
      className="ad-live"
      style={style}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key];
        if (step !== undefined && walk(event.target, step)) event.preventDefault();
      }}
    >
      <div ref={tools} className="ad-live-tools">
        {props.tools}
      </div>
      {/* Rows are grids, which are no rows to those who hear the page: so the roles are said. */}
      <table
        ref={table}
        role="table"
        aria-label={props.name}
        aria-busy={props.busy}
        className="ad-live-table"
        tabIndex={-1}
      >
        <thead ref={head} role="rowgroup" className="ad-live-head">
          <LiveHead
            columns={columns}
            sort={props.sort}
            allTicked={tickedHere === 0 ? 'none' : tickedHere === rows.length ? 'all' : 'some'}
            allLabel={props.allBoxesLabel}
            onSort={onSort}
            onAll={onAll}
            onDraw={onDraw}
            onDrawn={onDrawn}
          />
        </thead>
        <tbody
          ref={body}
          role="rowgroup"
          className="ad-live-body"
          onFocus={rowFocus.onFocus}
          style={{ minHeight: `calc(${rows.length} * var(--ad-live-row))` }}
          onChange={(event) =>
            tick(event.target, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
          }
        >
          {drawn.map((row, at) => (
            <LiveRow
              key={slots[at]}
              id={idOf(row)}
              item={row}
              columns={columns}
              ticked={ticked.has(idOf(row))}
              boxLabel={props.boxLabelOf(row)}
            />
          ))}
        </tbody>
      </table>
      <div ref={bar} className="ad-live-bar" aria-hidden="true" hidden={rows.length === 0}>
        <div />
      </div>
      {rows.length === 0 && <div className="ad-live-instead">{props.instead}</div>}
    </div>
  );
}
