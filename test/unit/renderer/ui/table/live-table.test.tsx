import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TableSort } from '#renderer/ui/table/live-head.tsx';
import { LiveTable } from '#renderer/ui/table/live-table.tsx';
import type { TableColumn } from '#renderer/ui/table/table-column.ts';

interface Fruit {
  id: string;
  colour: string;
}

const drawn = vi.fn<(id: string) => void>();
const COLUMNS: readonly TableColumn<Fruit>[] = [
  { id: 'name', header: 'Name', width: 200, isRowHeader: true, sortingField: 'name', cell: ({ id }) => id },
  {
    id: 'colour',
    header: 'Colour',
    width: 120,
    cell: ({ id, colour }) => {
      drawn(id);
      return colour;
    },
  },
];
const fruits = (count: number): Fruit[] =>
  Array.from({ length: count }, (_one, at) => ({ id: `fruit-${at}`, colour: 'green' }));

const sorted = vi.fn<(sort: TableSort) => void>();
const widened = vi.fn<(widths: Readonly<Record<string, number>>) => void>();

function Basket({ rows, sort }: { rows: readonly Fruit[]; sort?: TableSort }): ReactElement {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  return (
    <LiveTable
      name="Fruits"
      columns={COLUMNS}
      rows={rows}
      idOf={({ id }) => id}
      boxLabelOf={({ id }) => `Take ${id}`}
      allBoxesLabel="Take all"
      ticked={ticked}
      sort={sort ?? { field: 'name', descending: false }}
      tools={null}
      instead="No fruit"
      busy={false}
      onSort={sorted}
      onTicked={setTicked}
      onWidths={widened}
    />
  );
}

const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const taken = () =>
  screen
    .getAllByRole<HTMLInputElement>('checkbox')
    .filter(({ checked, dataset }) => checked && dataset['tick'] !== undefined)
    .map(({ dataset }) => dataset['tick']);

describe('a live table', () => {
  beforeEach(() => vi.clearAllMocks());
  afterEach(cleanup);

  it('is a table to those who hear it: named rows, heads with their order', () => {
    render(<Basket rows={fruits(2)} />);
    const table = screen.getByRole('table', { name: 'Fruits' });
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['fruit-0', 'fruit-1']);
    expect(screen.getByRole('columnheader', { name: /Name/ }).getAttribute('aria-sort')).toBe('ascending');
    expect(screen.getByRole('columnheader', { name: /Colour/ }).hasAttribute('aria-sort')).toBe(false);
  });

  it('takes the focus itself where the row that had it makes room for another', () => {
    const [first, second, third] = fruits(3) as [Fruit, Fruit, Fruit];
    const { rerender } = render(<Basket rows={[first, second]} />);
    box('Take fruit-0').focus();
    rerender(<Basket rows={[second, first]} />);
    expect(document.activeElement).toBe(box('Take fruit-0'));
    rerender(<Basket rows={[second, third]} />);
    expect(document.activeElement).toBe(screen.getByRole('table', { name: 'Fruits' }));
  });

  it('draws only the row that changed', () => {
    const before = fruits(5);
    const { rerender } = render(<Basket rows={before} />);
    drawn.mockClear();
    rerender(<Basket rows={before.map((row, at) => (at === 3 ? { ...row, colour: 'red' } : row))} />);
    expect(drawn.mock.calls).toEqual([['fruit-3']]);
    drawn.mockClear();
    rerender(<Basket rows={[...before].reverse()} />);
    expect(drawn.mock.calls).toEqual([['fruit-3']]);
  });

  it('draws all rows in the end, however many', () => {
    render(<Basket rows={fruits(120)} />);
    expect(screen.getAllByRole('rowheader')).toHaveLength(120);
  });

  it('writes rows that come into the place of those that have gone, and leaves the others where they are', () => {
    const { rerender } = render(<Basket rows={fruits(3)} />);
    const lines = (): HTMLElement[] => screen.getAllByRole('row').slice(1);
    const [first, second, third] = lines();
    rerender(<Basket rows={[...fruits(3).slice(1), { id: 'pear', colour: 'yellow' }]} />);
    expect(lines().map(({ textContent }) => textContent)).toEqual([
      'fruit-1green',
      'fruit-2green',
      'pearyellow',
    ]);
    expect(lines()).toEqual([second, third, first]);
    expect(box('Take pear').dataset['tick']).toBe('pear');
  });

  it('ticks a range with Shift, and all rows with the box in the head', () => {
    render(<Basket rows={fruits(5)} />);
    fireEvent.click(box('Take fruit-1'));
    fireEvent.click(box('Take fruit-3'), { shiftKey: true });
    expect(taken()).toEqual(['fruit-1', 'fruit-2', 'fruit-3']);
    expect(box('Take all').indeterminate).toBe(true);
    fireEvent.click(box('Take all'));
    expect(taken()).toHaveLength(5);
    expect(box('Take all').checked).toBe(true);
    fireEvent.click(box('Take all'));
    expect(taken()).toEqual([]);
  });

  it('walks the boxes with the arrow keys', () => {
    render(<Basket rows={fruits(3)} />);
    box('Take fruit-0').focus();
    fireEvent.keyDown(box('Take fruit-0'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(box('Take fruit-1'));
    fireEvent.keyDown(box('Take fruit-1'), { key: 'ArrowUp' });
    fireEvent.keyDown(box('Take fruit-0'), { key: 'ArrowUp' });
    expect(document.activeElement).toBe(box('Take all'));
  });

  it('sorts by a column upwards first, and turns the order of the one it is sorted by', () => {
    const { rerender } = render(<Basket rows={fruits(1)} sort={{ field: 'other', descending: true }} />);
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    rerender(<Basket rows={fruits(1)} sort={{ field: 'name', descending: false }} />);
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(sorted.mock.calls).toEqual([
      [{ field: 'name', descending: false }],
      [{ field: 'name', descending: true }],
    ]);
    expect(screen.queryByRole('button', { name: 'Colour' })).toBeNull();
  });

  it('makes a column wider by keyboard and tells the widths of all', () => {
    render(<Basket rows={fruits(1)} />);
    const edge = screen.getByRole('separator', { name: 'Width of Colour' });
    fireEvent.keyDown(edge, { key: 'ArrowRight' });
    expect(widened).toHaveBeenCalledWith({ name: 200, colour: 130 });
    fireEvent.keyDown(screen.getByRole('separator', { name: 'Width of Name' }), { key: 'ArrowLeft' });
    expect(widened).toHaveBeenLastCalledWith({ name: 190, colour: 120 });
  });

  it('says what there is instead of rows', () => {
    render(<Basket rows={[]} />);
    expect(screen.getByText('No fruit')).toBeTruthy();
    expect(box('Take all').checked).toBe(false);
  });
});
