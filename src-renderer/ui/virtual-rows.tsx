import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import './virtual-rows.css';

const ROW_PX = 26;
const OVERSCAN = 12;

/** A column; `width` is a track of a CSS grid. With `sort` its head is a button that asks for the order. */
export interface RowColumn {
  readonly id: string;
  readonly header: string;
  readonly width: string;
  readonly align?: 'end';
  readonly sort?: 'ascending' | 'descending' | 'none';
}

/** What one row shows; `level` (from 1) and `expanded` make it a row of a tree. */
export interface VirtualRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
  readonly level?: number;
  readonly expanded?: boolean | undefined;
  readonly tone?: 'bad' | 'warn' | 'muted' | undefined;
}

interface VirtualRowsProps {
  /** What the rows are, for assistive technology. */
  label: string;
  columns: readonly RowColumn[];
  count: number;
  rowAt: (index: number) => VirtualRow;
  /** The row that has the keyboard; -1 for none yet. */
  active: number;
  onActive: (index: number) => void;
  /** Enter, or a click. */
  onEnter: (index: number) => void;
  /** Right (true) and left (false) in a tree. */
  onExpand?: (index: number, expand: boolean) => void;
  onSort?: (column: string) => void;
  /** Told which rows can be seen, to load what is missing. */
  onRange?: (first: number, last: number) => void;
  testId?: string;
}

/**
 * Any number of rows of which only those in view are drawn. One stop of the Tab key; arrows, Page Up and Down, Home and End walk.
 * Rows keep their place when further ones are appended.
 */
export function VirtualRows(props: VirtualRowsProps): ReactElement {
  const { columns, count, rowAt, active, onEnter, onExpand } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: ROW_PX,
    scrollPaddingStart: ROW_PX,
  });
  const seen = rows.getVirtualItems();
  const first = seen[0]?.index ?? 0;
  const last = seen.at(-1)?.index ?? -1;
  const tellRange = useEffectEvent(() => {
    if (last >= first) props.onRange?.(first, last);
  });
  useEffect(() => tellRange(), [first, last, count]);

  const goTo = (index: number): void => {
    const next = Math.max(0, Math.min(count - 1, index));
    if (count === 0) return;
    props.onActive(next);
    rows.scrollToIndex(next);
  };
  const page = (): number =>
    Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_PX * 10) / ROW_PX) - 2);
  const walk = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, () => void> = {
      ArrowDown: () => goTo(active + 1),
      ArrowUp: () => goTo(active < 0 ? 0 : active - 1),
      PageDown: () => goTo(active + page()),
      PageUp: () => goTo(active - page()),
      Home: () => goTo(0),
      End: () => goTo(count - 1),
      Enter: () => active >= 0 && onEnter(active),
      ArrowRight: () => active >= 0 && onExpand?.(active, true),
      ArrowLeft: () => active >= 0 && onExpand?.(active, false),
    };
    const step = steps[event.key];
    // A button inside the head or a row keeps its own Enter.
    if (!step || (event.key === 'Enter' && event.target !== event.currentTarget)) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };

  return (
    <div
      ref={scroller}
      className="ad-rows ad-focusable"
      role={onExpand ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active >= first && active <= last ? `${id}-${active}` : undefined}
      tabIndex={0}
      data-testid={props.testId}
      onKeyDown={walk}
    >
      <div role="rowgroup" className="ad-rows-head">
        <div role="row" aria-rowindex={1} className="ad-rows-row" style={template}>
          {columns.map((column) => (
            <Head key={column.id} column={column} onSort={props.onSort} />
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        className="ad-rows-body"
        style={{ height: rows.getTotalSize() - ROW_PX < 0 ? 0 : count * ROW_PX }}
      >
        {seen.map(({ index, start }) => {
          const row = rowAt(index);
          return (
            <div
              key={row.key}
              id={`${id}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-level={row.level}
              aria-expanded={row.expanded}
              aria-selected={index === active}
              className={`ad-rows-row${row.tone ? ` ad-rows-${row.tone}` : ''}`}
              style={{ ...template, transform: `translateY(${start - ROW_PX}px)` }}
              onClick={() => {
                props.onActive(index);
                onEnter(index);
              }}
            >
              {row.cells.map((cell, at) => (
                <div
                  key={columns[at]?.id ?? at}
                  role="gridcell"
                  className={columns[at]?.align === 'end' ? 'ad-rows-end' : undefined}
                  style={at === 0 && row.level ? { paddingInlineStart: 8 + (row.level - 1) * 16 } : undefined}
                >
                  {cell}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const SORT_MARK = { ascending: '▲', descending: '▼', none: '' } as const;

function Head(props: { column: RowColumn; onSort: ((column: string) => void) | undefined }): ReactElement {
  const { column, onSort } = props;
  const { sort } = column;
  return (
    <div role="columnheader" aria-sort={sort} className={column.align === 'end' ? 'ad-rows-end' : undefined}>
      {sort && onSort ? (
        <button type="button" className="ad-rows-sort ad-focusable" onClick={() => onSort(column.id)}>
          {column.header} <span aria-hidden>{SORT_MARK[sort]}</span>
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}
