import { memo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { actionTypeKey, type ActionTypeId } from '#shared/domain/action-type.ts';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { CellAge } from './cell-age.tsx';
import { CellSpark } from './cell-spark.tsx';
import { conditionOf, type ShownCell } from './cell-words.ts';
import { ConditionIndicator } from './condition-indicator.tsx';
import { pick, walk, type Place } from './grid-walk.ts';
import { cellInWords } from './why-slow.ts';

/** In CSS pixels; the style sheet has the same for the first column. */
const REGION_WIDTH = 118;
const NARROWEST_CELL = 176;

interface MatrixProps {
  cells: readonly ShownCell[];
  pasts: ReadonlyMap<string, CellHistory>;
  budget: AgentBudget | undefined;
  now: number;
  selected: readonly string[];
  onSelect: (keys: readonly string[]) => void;
  /** The cell that the keyboard or the pointer went to last. */
  onLook: (key: string) => void;
}

/**
 * Regions down, action types across. One tab stop; arrows walk over headers and cells, space or Enter picks a cell, a row, a
 * column or (in the corner) all, with Ctrl, Cmd or Shift beside what is picked.
 */
export const CellMatrix = memo(function CellMatrix(props: MatrixProps): ReactElement {
  const { cells, selected, onSelect, onLook } = props;
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place>({ row: 1, column: 1 });
  const regions = [...new Set(cells.map((cell) => cell.region))];
  const types = [
    ...new Map(cells.map((cell) => [actionTypeKey(cell.actionTypeId), cell.actionTypeId])).values(),
  ];
  const cellAt = new Map(cells.map((cell) => [`${cell.region}/${actionTypeKey(cell.actionTypeId)}`, cell]));
  const size = { rows: regions.length, columns: types.length };

  const cellOf = ({ row, column }: Place): ShownCell | undefined => {
    const type = types[column - 1];
    return type && cellAt.get(`${regions[row - 1] ?? ''}/${actionTypeKey(type)}`);
  };
  /** What a place stands for: its cell, or for a header all cells of its row or column. */
  const keysOf = (place: Place): string[] =>
    cells
      .filter(
        (cell) =>
          (place.row === 0 || cell.region === regions[place.row - 1]) &&
          (place.column === 0 ||
            actionTypeKey(cell.actionTypeId) === actionTypeKey(types[place.column - 1] ?? cell.actionTypeId)),
      )
      .map((cell) => cell.key);

  const goTo = (place: Place): void => {
    setAt(place);
    table.current?.querySelector<HTMLElement>(`[data-place="${place.row}/${place.column}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, place: Place): void => {
    const to = walk(place, event.key, event.ctrlKey || event.metaKey, size);
    if (to) goTo(to);
    else if (event.key === ' ' || event.key === 'Enter')
      onSelect(pick(selected, keysOf(place), event.key === ' '));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(keysOf({ row: 0, column: 0 }));
    else if (event.key === 'Escape') onSelect([]);
    else return;
    event.preventDefault();
  };
  const place = (row: number, column: number) => ({
    'data-place': `${row}/${column}`,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => {
      setAt({ row, column });
      const cell = cellOf({ row, column });
      if (cell) onLook(cell.key);
    },
    onKeyDown: (event: KeyboardEvent) => onKeyDown(event, { row, column }),
    onClick: (event: MouseEvent) =>
      onSelect(pick(selected, keysOf({ row, column }), event.ctrlKey || event.metaKey || event.shiftKey)),
  });

  return (
    <div className="ad-matrix-frame">
      <table
        ref={table}
        role="grid"
        className="ad-matrix"
        style={{ minWidth: REGION_WIDTH + types.length * NARROWEST_CELL }}
        aria-label="Cells: regions down, action types across"
        aria-multiselectable="true"
        data-testid="agent-matrix"
      >
        <thead>
          <tr>
            <th scope="col" {...place(0, 0)} className="ad-matrix-corner" title="Select all cells">
              Region
            </th>
            {types.map((type, column) => (
              <TypeHeader key={actionTypeKey(type)} type={type} place={place(0, column + 1)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {regions.map((region, row) => (
            <tr key={region}>
              <th scope="row" {...place(row + 1, 0)} title={`Select all cells of ${region}`}>
                {region}
              </th>
              {types.map((type, column) => {
                const cell = cellOf({ row: row + 1, column: column + 1 });
                return cell ? (
                  <Cell key={cell.key} {...props} cell={cell} place={place(row + 1, column + 1)} />
                ) : (
                  <td key={actionTypeKey(type)} role="gridcell" {...place(row + 1, column + 1)} />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

type PlaceProps = Record<string, unknown>;

function TypeHeader({ type, place }: { type: ActionTypeId; place: PlaceProps }): ReactElement {
  return (
    <th scope="col" {...place} title={`Select ${actionTypeKey(type)} in every region`}>
      <div className="ad-ellipsis">
        {type.provider} {type.version}
      </div>
      <div className="ad-second ad-ellipsis">
        {type.category}, {type.owner}
      </div>
    </th>
  );
}

function Cell(props: MatrixProps & { cell: ShownCell; place: PlaceProps }): ReactElement {
  const { cell, place, pasts, budget, now, selected, onLook } = props;
  const past = pasts.get(cell.key);
  const condition = conditionOf(cell);
  return (
    <td
      role="gridcell"
      {...place}
      className={`ad-cell ad-cell-${condition}`}
      aria-selected={selected.includes(cell.key)}
      aria-label={cellInWords({ cell, budget, past, now })}
      data-testid={`cell-${cell.key}`}
      data-mode={cell.mode}
      onMouseEnter={() => onLook(cell.key)}
    >
      <div className="ad-cell-line">
        <ConditionIndicator condition={condition} />
        {cell.liveRuns > 0 && (
          <span className="ad-cell-runs ad-number" title={`${cell.liveRuns} runs in hand`}>
            {cell.liveRuns}
          </span>
        )}
        <span className="ad-cell-past">
          <CellSpark past={past} steps={2} width={50} height={14} />
        </span>
        <span className="ad-cell-age">
          <CellAge at={cell.lastPollAt} />
        </span>
      </div>
    </td>
  );
}
